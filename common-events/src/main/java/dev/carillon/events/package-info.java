/// The contract between the services: records, topic names, headers, identities and ids.
///
/// Values are JSON in snake_case, instants RFC 3339 in UTC, enums lower case. Fields that a reader does not know are
/// ignored; a record type that it does not know, in a topic of ours, is a dead letter. Records are immutable and safe to
/// share between threads. Nothing here knows Spring, Kafka or a database.
@org.jspecify.annotations.NullMarked
package dev.carillon.events;
