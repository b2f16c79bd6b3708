/// Tests the five jars together on real servers, from outside: over REST, Kafka, sockets, a browser and, where only the
/// tables show it, SQL. One stack serves all tests of this JVM; each test uses its own people.
@org.jspecify.annotations.NullMarked
package dev.carillon.system;
