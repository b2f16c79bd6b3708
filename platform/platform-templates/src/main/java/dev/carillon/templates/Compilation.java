package dev.carillon.templates;

/// The outcome of compiling a template.
public sealed interface Compilation {
    /// The template is valid and can be rendered.
    record Compiled(CompiledTemplate template) implements Compilation {}

    /// The template is not valid.
    ///
    /// @param line from 1, within the template
    /// @param message what is wrong, for the template's author
    record Rejected(int line, String message) implements Compilation {}
}
