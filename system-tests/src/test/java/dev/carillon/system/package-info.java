/// The five jars together on real servers, seen from outside: over REST, Kafka, sockets, a browser and, where only the tables
/// tell, SQL. One stack serves all tests of this JVM; each test uses people of its own.
@org.jspecify.annotations.NullMarked
package dev.carillon.system;
