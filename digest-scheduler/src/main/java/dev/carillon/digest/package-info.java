/// digest-scheduler: sends what was deferred.
///
/// Ordering and crashes. A deferral is stored before its offset is committed; its key makes a replay change nothing. A
/// due run has four steps:
///
/// - It is claimed with a lease and a new token.
/// - One transaction, holding the lock of the recipient's `schedule` row, takes the items and freezes all records of
///   the run.
/// - The records are published.
/// - The run is marked as sent.
///
/// After a crash before the freeze the items are still pending. After a crash behind the freeze the frozen records are
/// published again, with the same ids and bytes.
///
/// Threads. Workers are virtual threads that share nothing but the database; any number of replicas may run at the same
/// time. At shutdown a worker finishes its batch; if it cannot, another worker takes over when the lease ends.
@NullMarked
package dev.carillon.digest;

import org.jspecify.annotations.NullMarked;
