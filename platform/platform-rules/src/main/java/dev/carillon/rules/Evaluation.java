package dev.carillon.rules;

import org.jspecify.annotations.Nullable;

/// The outcome of evaluating an expression.
public sealed interface Evaluation<T> {
    /// The expression yielded a value within the limits.
    record Yielded<T>(T value) implements Evaluation<T> {}

    /// The expression failed for this event; it may succeed for another one.
    ///
    /// @param expression the expression's text
    /// @param missingField the path of the field that the event lacks, such as `data.assignee`; null if the cause is
    ///     another
    /// @param message what went wrong
    record Failed<T>(String expression, @Nullable String missingField, String message)
            implements Evaluation<T> {}
}
