/// digest-scheduler: what is sent later.
///
/// Ordering and crashes. A deferral is stored before its offset is committed; its key makes a replay change nothing. A due
/// time is claimed with a lease and a fresh token; then one transaction, under the lock of the recipient's `schedule` row,
/// takes the items and freezes everything that the run publishes; then it is published; then it is marked as sent. A crash
/// before the freeze leaves the items pending, a crash after it publishes the frozen records again: same ids, same bytes.
///
/// Threads. Workers are virtual threads that share nothing but the database; any number of replicas run beside each other.
/// On shutdown a worker finishes its batch or leaves it to the lease.
@NullMarked
package dev.carillon.digest;

import org.jspecify.annotations.NullMarked;
