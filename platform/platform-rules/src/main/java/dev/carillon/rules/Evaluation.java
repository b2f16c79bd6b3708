package dev.carillon.rules;

import org.jspecify.annotations.Nullable;

/// What came of evaluating an expression.
public sealed interface Evaluation<T> {
    /// It yielded a value within the limits.
    record Yielded<T>(T value) implements Evaluation<T> {}

    /// It erred on this event. Another event may well do.
    ///
    /// @param expression as its author wrote it
    /// @param missingField the path of the field that the event lacks, such as `data.assignee`; null when that is not the fault
    /// @param message what went wrong, in words
    record Failed<T>(String expression, @Nullable String missingField, String message)
            implements Evaluation<T> {}
}
