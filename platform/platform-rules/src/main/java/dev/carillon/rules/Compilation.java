package dev.carillon.rules;

/// What came of compiling an expression.
public sealed interface Compilation {
    /// It may be evaluated.
    record Compiled(CompiledExpression expression) implements Compilation {}

    /// It may not.
    ///
    /// @param line from 1, within the expression
    /// @param column from 1
    /// @param message what is wrong, in words for its author
    record Rejected(String expression, int line, int column, String message)
            implements Compilation {}
}
