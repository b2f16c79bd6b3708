/// Copies of recipients and notification types, kept by the group `email-service.reference`.
///
/// A record is taken only where its version is above the stored one, so replays and reordering change nothing. Types are few
/// and also held in memory; every replica's memory is refreshed from the table, since only one of them reads a partition.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.reference;
