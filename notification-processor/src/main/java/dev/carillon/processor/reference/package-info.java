/// The processor's copy of types, recipients and preferences, read from the compacted topics.
///
/// A record replaces the stored one only when its version is higher, so order and repetition do not matter. All
/// replicas share the copy through the database. Types are also held in memory; each batch compares their revision with
/// the database.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.reference;
