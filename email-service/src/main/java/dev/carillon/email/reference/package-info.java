/// Copies of recipients and notification types, maintained by the consumer group `email-service.reference`.
///
/// A record is stored only when its version is higher than the stored one, so replays and reordering change nothing.
/// Types are few and are also held in memory. Every replica refreshes its memory from the table, because each partition
/// is consumed by one replica only.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.reference;
