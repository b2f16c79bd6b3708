/// The listeners: from records to candidates, and what becomes of records that are none.
///
/// A listener returns only when everything that follows from its batch was acknowledged by the broker.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.intake;
