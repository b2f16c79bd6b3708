/// Kafka for every service.
///
/// Invariants. A record is done only when its effects are committed or its dead letter is stored: offsets are committed
/// after the listener returned, a listener that throws gets the same batch again, forever, and nothing is skipped. A
/// publisher returns after the broker's acknowledgement. A group's position is always known: its first start is at a
/// configured instant, and an offset that the log no longer has is reported, never silently reset. Nothing here touches
/// the broker before the lifecycle starts.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.kafka;
