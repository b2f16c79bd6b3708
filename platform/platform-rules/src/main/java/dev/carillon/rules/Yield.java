package dev.carillon.rules;

/// What an expression is to yield; checked when it is compiled, as far as types are known then.
public enum Yield {
    /// `true` or `false`: a condition.
    BOOLEAN("a boolean"),
    /// A text, or null for none.
    TEXT("a text"),
    /// A text or a list of texts.
    TEXTS("a text or a list of texts"),
    /// Whatever JSON can hold.
    JSON("a JSON value");

    private final String words;

    Yield(String words) {
        this.words = words;
    }

    /// As told to authors: "a text or a list of texts".
    public String words() {
        return words;
    }
}
