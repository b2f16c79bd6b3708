/// Kafka as every service uses it.
///
/// Invariants. A record is passed only by its effects or by a stored dead letter: offsets are committed after the listener
/// returned, a listener that throws gets the same batch again without end, and nothing skips. A publisher returns after the
/// broker's acknowledgement. Where a group stands is known: its first start is at a configured instant, and an offset that
/// the log no longer has is alarmed, never only reset. Nothing here touches the broker before the lifecycle starts.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.kafka;
