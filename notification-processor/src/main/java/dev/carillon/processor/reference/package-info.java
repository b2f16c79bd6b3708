/// The processor's copy of types, recipients and preferences, read from the compacted topics.
///
/// A record replaces what is held only when its version is higher, so order and repetition do not matter. The copy is shared by
/// all replicas through the database; types are also held in memory, as of a revision that each batch compares.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.reference;
