/// Postgres for every service: the start waits for it before any migration, and a service is ready only if Postgres is
/// durable.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.database;
