/// Rules in CEL: compiled once against a checked environment, evaluated within limits, answered as sealed results.
///
/// Nothing here throws for what an author or an event got wrong. Compiled expressions are immutable and may be evaluated by
/// many threads at once; there is nothing to shut down.
@org.jspecify.annotations.NullMarked
package dev.carillon.rules;
