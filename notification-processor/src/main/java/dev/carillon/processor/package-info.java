/// notification-processor: turns domain events and requests into decisions, and decisions into records.
///
/// The order of a batch is the same for every listener:
///
/// - Decisions that already exist are found by identity, and their stored records are published again unchanged.
/// - New candidates are decided. Decisions, their records and their dedup claims are committed in one transaction; if
///   two processes decide the same identity, the first commit wins.
/// - All records are produced and acknowledged by the broker.
/// - The listener returns and the offset is committed.
///
/// A crash between any two steps replays the batch and publishes the same records. The listener moves past a record
/// only after publishing its effects or a dead letter.
///
/// The listeners of events and requests start once the reference topics were read to the end offsets of the start, and
/// hold a complete catalogue of types.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor;
