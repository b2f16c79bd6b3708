/// Logic-less templates: compiled once, rendered within limits, answered as sealed results.
///
/// A template sees the JSON that it is given and nothing else: maps, lists and scalars, never a method or a field of a Java
/// object. Compiled templates are immutable and may be rendered by many threads at once; there is nothing to shut down.
@org.jspecify.annotations.NullMarked
package dev.carillon.templates;
