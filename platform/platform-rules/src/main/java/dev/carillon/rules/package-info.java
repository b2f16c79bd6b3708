/// Rules in CEL: compiled once against a checked environment, evaluated within limits, with sealed outcomes.
///
/// Nothing here throws because of an author's or an event's mistake. Compiled expressions are immutable and
/// thread-safe; there is nothing to shut down.
@org.jspecify.annotations.NullMarked
package dev.carillon.rules;
