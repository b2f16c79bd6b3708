/// Uses Carillon from outside: as product services that publish events and call REST, as people with a
/// connected client, and as operators. Tests, chaos and benchmarks use these classes. They know the contract,
/// but no class of a service.
@org.jspecify.annotations.NullMarked
package dev.carillon.drive;
