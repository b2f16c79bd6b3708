/// Runs the whole of Carillon on one machine: Kafka, Postgres and Redis from jars, each in its own process, and the
/// five services as child processes, from the same jars that run in production.
///
/// A launcher locks its directory while it runs. The run file tells other commands what it started. Processes start in
/// parallel where they do not depend on each other. Services are stopped before the servers that they use. A guard ends
/// all child processes when the launcher dies for any reason. This module uses no class of a service.
@org.jspecify.annotations.NullMarked
package dev.carillon.local;
