/// notification-processor: turns domain events and requests into decisions, and decisions into records.
///
/// Order of a batch, the same for every intake: what was decided before is found by its identity and emitted as it was; what
/// is new is decided, and decision, frozen emission and dedup claims are committed in one transaction, the first writer
/// winning; then all records are produced and acknowledged; only then the listener returns and the offset is committed. A crash
/// between any two steps replays the batch and emits the same. A record is passed only by its effects or by a dead letter.
///
/// Intake starts when the reference topics were read to the ends that they had, and hold a complete catalogue of types.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor;
