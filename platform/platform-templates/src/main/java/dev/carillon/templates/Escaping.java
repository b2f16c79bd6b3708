package dev.carillon.templates;

/// Where a rendering goes, and so what values are escaped for. Control characters and halves of surrogate pairs are dropped from
/// values everywhere.
public enum Escaping {
    /// Plain text: nothing is markup there. A value's direction marks act within the value only.
    TEXT,
    /// A URL: values stand as they are, and the whole is checked as a link.
    LINK,
    /// HTML: `&`, `<`, `>`, quotes and the like become entities, in content and in attributes alike. A value's direction marks end with it.
    HTML
}
