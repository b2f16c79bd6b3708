package dev.carillon.templates;

/// Where a rendering goes, and so what values are escaped for. Control characters are
/// dropped from them in either case.
public enum Escaping {
    /// Plain text: nothing is markup there.
    TEXT,
    /// HTML: `&`, `<`, `>`, quotes and the like become entities, in content and in attributes alike.
    HTML
}
