/// Kafka, Postgres and Redis from jars, for tests and for the local stack: no Docker, no installation, no root.
///
/// Kafka runs inside the JVM that starts it; Postgres and Redis are processes of their own. Each server listens on the
/// loopback only, starts in the calling thread and is ready when `start` returns; starting different servers side by
/// side is safe. Whatever ends the JVM, `kill -9` included, the processes end with it ([ProcessGuard]).
@org.jspecify.annotations.NullMarked
package dev.carillon.embedded;
