package dev.carillon.rules;

/// The type that an expression must yield. It is checked when the expression is compiled, as far as types are known
/// then.
public enum Yield {
    /// `true` or `false`: a condition.
    BOOLEAN("a boolean"),
    /// A text, or null for none.
    TEXT("a text"),
    /// A text or a list of texts.
    TEXTS("a text or a list of texts"),
    /// Any JSON value.
    JSON("a JSON value");

    private final String words;

    Yield(String words) {
        this.words = words;
    }

    /// The type as errors describe it: "a text or a list of texts".
    public String words() {
        return words;
    }
}
