package dev.carillon.rules;

/// The outcome of compiling an expression.
public sealed interface Compilation {
    /// The expression is valid and can be evaluated.
    record Compiled(CompiledExpression expression) implements Compilation {}

    /// The expression is not valid.
    ///
    /// @param line from 1, within the expression
    /// @param column from 1
    /// @param message what is wrong, for the expression's author
    record Rejected(String expression, int line, int column, String message)
            implements Compilation {}
}
