/// Processes an email from its record to its final state.
///
/// The table `messages` is the source of truth. Listeners only admit records: one row per email id. A higher generation
/// is admitted only from *refused* or *dead*.
///
/// Workers claim rows with a lease of 10 s and a new token for each claim. Every write compares the token; a worker
/// that lost its claim discards its result.
///
/// An attempt is committed as begun before the first byte is sent, and its outcome after the last. A begun attempt
/// without an outcome continues with the same key, payload and account. Where the provider has no idempotency keys, it
/// becomes *unknown*.
///
/// What follows from the outcome (timeline entry, deferral, dead letter) is published from the row until the broker
/// acknowledged it.
///
/// Retry topics carry a failed email's id to its next attempt. Losing such a record loses no email, because the
/// table also claims rows that are overdue. Critical emails have their own listener and workers, so they never
/// wait for others.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.delivery;
