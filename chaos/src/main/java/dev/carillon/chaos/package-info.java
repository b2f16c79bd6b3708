/// Tests the promise: a separate stack with two replicas of each service, load of every kind, faults selected by a
/// seed, and a comparison of everything that arrived with what a small sequential model allows. Uses no code of the
/// services except the contract in common-events, so it does not repeat their mistakes.
@org.jspecify.annotations.NullMarked
package dev.carillon.chaos;
