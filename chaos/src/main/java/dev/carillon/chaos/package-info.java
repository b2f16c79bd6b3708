/// The promise, tried: a stack of its own with two replicas of each service, load of every kind, faults drawn from a seed, and a
/// comparison of all that arrived with what a small sequential model allows. Shares no code with the services beyond the contract in
/// common-events, so that a mistake of theirs is not repeated here.
@org.jspecify.annotations.NullMarked
package dev.carillon.chaos;
