/// The inbox: rows, exact counts, marks, and the stream of changes.
///
/// Invariants:
///
/// - Whoever changes rows of a recipient first locks the recipient's counter row ([dev.carillon.api.inbox.LockedInboxes]);
///   writers of several recipients lock in the order of [dev.carillon.events.RecipientKey]. So rows need no locks of their
///   own, `seq` has no gaps, and counts cannot drift.
/// - Every change takes the next `seq`, stores it on the rows that it touched, and is one message on `inbox-changes`: from
///   Kafka consumers directly, after the commit and before the offset; from REST and timers through the outbox.
/// - What a consumer does again changes nothing and is published again: rows are keyed by a deterministic id, client
///   actions by their own.
/// - Reading takes counters and rows in one statement, so in one snapshot, after the end of the log was looked up.
/// - Nothing touches Kafka before the lifecycle starts; timers stop before the pool closes.
@org.jspecify.annotations.NullMarked
package dev.carillon.api.inbox;
