package dev.carillon.templates;

/// What came of compiling a template.
public sealed interface Compilation {
    /// It may be rendered.
    record Compiled(CompiledTemplate template) implements Compilation {}

    /// It may not.
    ///
    /// @param line from 1, within the template
    /// @param message what is wrong, in words for its author
    record Rejected(int line, String message) implements Compilation {}
}
