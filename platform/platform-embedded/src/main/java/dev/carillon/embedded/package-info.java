/// Kafka, Postgres and Redis from jars, for tests and for the local stack: no Docker, no installation, no root.
///
/// Kafka runs inside the JVM that starts it; Postgres and Redis are processes of their own. Each server listens on the
/// loopback interface only, and is ready when `start` returns. Different servers may be started in parallel. However
/// the JVM ends, `kill -9` included, the processes end with it ([ProcessGuard]).
@org.jspecify.annotations.NullMarked
package dev.carillon.embedded;
