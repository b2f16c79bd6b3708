/// Carillon as those outside use it: product services that publish events and call REST, people whose bells listen, operators.
/// Tests, chaos and benchmarks drive a stack with these; they know the contract and none of the services' classes.
@org.jspecify.annotations.NullMarked
package dev.carillon.drive;
