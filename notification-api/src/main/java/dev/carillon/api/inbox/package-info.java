/// The inbox: rows, exact counts, marks, and the stream of changes.
///
/// Invariants:
///
/// - A writer of a recipient's rows first locks the recipient's counter row ([dev.carillon.api.inbox.LockedInboxes]).
///   Writers of several recipients lock in the order of [dev.carillon.events.RecipientKey]. So rows need no locks of
///   their own, `seq` has no gaps, and counts cannot drift.
/// - Every change takes the next `seq`, stores it on the rows that it touched, and is one message on `inbox-changes`.
///   Kafka consumers publish it directly, after the commit and before the offset is committed; REST and timers publish
///   it through the outbox.
/// - A Kafka record that is processed again changes nothing and is published again: rows have deterministic ids, client
///   actions have their own.
/// - A read takes the counter and the rows in one statement, so in one snapshot, after it looked up the end of the log.
/// - Nothing touches Kafka before the lifecycle starts; timers stop before the connection pool closes.
@org.jspecify.annotations.NullMarked
package dev.carillon.api.inbox;
