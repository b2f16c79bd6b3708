/// The whole of Carillon on one machine: Kafka, Postgres and Redis from jars, each in a process of its own, and the five
/// services as child processes, exactly the jars that go to production.
///
/// A launcher holds the lock of its directory while it runs; the run file tells other commands what it started. Starting
/// goes side by side where nothing waits for anything; stopping ends the services first, then what they stand on. However
/// the launcher dies, a guard ends its children. Nothing here knows a class of a service.
@org.jspecify.annotations.NullMarked
package dev.carillon.local;
