/// Deduplication by key and time window. A claim names the identity that owns the key.
///
/// A transaction locks its keys before it decides and holds the locks until it commits. All transactions lock keys in
/// the same order.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.deduplication;
