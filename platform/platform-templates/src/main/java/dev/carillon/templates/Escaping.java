package dev.carillon.templates;

/// Where the rendered text will be used, which decides how values are escaped. Control characters and halves of
/// surrogate pairs are always dropped from values.
public enum Escaping {
    /// Plain text without markup. A value's direction marks act within the value only.
    TEXT,
    /// A URL: values are inserted unchanged, and the whole is checked as a link.
    LINK,
    /// HTML: `&`, `<`, `>`, quotes and so on become entities, in content and in attributes. A value's direction marks
    /// act within the value only.
    HTML
}
