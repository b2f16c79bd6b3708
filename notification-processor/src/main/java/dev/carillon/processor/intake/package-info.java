/// The listeners: they turn records into candidates, and invalid records into dead letters.
///
/// A listener returns only after the broker acknowledged everything that follows from its batch.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.intake;
