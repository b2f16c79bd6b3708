/// The outbox: records are stored in the transaction that changes the state, and the relay publishes them.
///
/// Invariants:
///
/// - **Nothing is lost.** A row is stored in the caller's transaction. The relay reads the write-ahead log through one
///   replication slot, and advances the slot only past rows that the broker acknowledged. If the slot is lost, every
///   row not below the mark is published again from the table before the stream continues.
/// - **The mark** is a transaction id: the rows of every transaction below it are acknowledged by the broker. It comes
///   from heartbeat rows. Each carries the oldest transaction that was running when it was written, and travels through
///   the slot after everything that had committed by then. A partition is dropped only when all its rows are below the
///   mark.
/// - **Order.** Records of one key are published in the order in which their transactions committed. After a failure, a
///   takeover or a lost slot some are repeated, oldest first, so that the last record of a key is always its newest.
///   The current row of each reference key is published again after such a repetition, because compaction keeps the
///   last record. A leader that was paused in the middle of a batch may still send the rest of it when it continues,
///   after its successor's records. It then requests the reference rows; readers of other topics must take the order
///   from their records' own numbers.
/// - **One relay leads**, by an advisory lock on a connection of its own; the others stand by. A paused leader loses
///   the lock through `idle_session_timeout`, and the next leader terminates its walsender.
/// - **Threads.** A supervisor and a pinger (virtual threads), and those of Debezium. Only Debezium's handler thread
///   publishes while the engine runs. [OutboxRelay#close()] ends all of them; the next leader publishes what the broker
///   has not acknowledged by then.
@org.jspecify.annotations.NullMarked
package dev.carillon.outbox;
