/// The contract between the services: records, topic names, headers, identities and ids.
///
/// Values are JSON in snake_case, instants are RFC 3339 in UTC, enums are lower case. Readers ignore unknown fields; a
/// record of an unknown type in one of our topics becomes a dead letter. Records are immutable and thread-safe. Nothing
/// here depends on Spring, Kafka or a database.
@org.jspecify.annotations.NullMarked
package dev.carillon.events;
