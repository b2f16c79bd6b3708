/// Postgres as every service needs it: waited for before anything migrates, and durable, or the service is not ready.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.database;
