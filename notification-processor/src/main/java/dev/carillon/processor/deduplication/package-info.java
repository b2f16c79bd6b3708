/// Dedup keys with a window, as claims that name the identity that owns them.
///
/// Whoever decides by a key holds its lock until the decision is committed; keys are locked in one order.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.deduplication;
