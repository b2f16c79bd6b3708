/// The outbox: records stored in the transaction that changes the state, and the relay that publishes them.
///
/// What holds here:
///
/// - **Nothing is lost.** A row is stored in the caller's transaction. The relay reads the write-ahead log through one
///   replication slot and lets the slot advance only past rows that the broker acknowledged. When the slot is lost, every
///   row not below the mark is published again from the table before the stream goes on.
/// - **The mark** is a transaction id: the rows of every transaction below it are acknowledged by the broker. It comes from
///   heartbeat rows, which carry the oldest running transaction of their moment and travel through the slot behind
///   everything that had committed by then. Partitions are dropped only when wholly below it.
/// - **Order.** Records of one key go out in the order in which their transactions committed. After a failure, a take-over
///   or a lost slot some are repeated, oldest first, so that the last record of a key is always its newest. The current row
///   of each reference key is published once more behind such a repetition, since compaction keeps the last record. A leader
///   that was stopped in the middle of a batch may still send the rest of it when it goes on, behind its successor's
///   records; it asks for the reference rows then, and readers of other topics take order from their records' own numbers.
/// - **One relay leads**, by an advisory lock on a connection of its own; the others stand by. A leader that is stopped
///   loses the lock by `idle_session_timeout`, and its walsender is terminated at take-over.
/// - **Threads.** A supervisor and a pinger (virtual threads) and those of Debezium. Only Debezium's handler thread
///   publishes while the engine runs. [OutboxRelay#close()] ends all of them; what the broker has not acknowledged by then
///   is published by the next leader.
@org.jspecify.annotations.NullMarked
package dev.carillon.outbox;
