/// Logic-less templates: compiled once, rendered within limits, with sealed outcomes.
///
/// A template sees only the JSON that it is given: maps, lists and scalars, never a method or a field of a Java object.
/// Compiled templates are immutable and thread-safe; there is nothing to shut down.
@org.jspecify.annotations.NullMarked
package dev.carillon.templates;
