package dev.carillon.rules;

/// What an expression may cost. CEL always ends; the limits keep its end near.
///
/// @param expressionChars length of its text
/// @param iterations of all its `map`, `filter`, `exists` … together, in one evaluation
/// @param textChars length of a text that it yields
/// @param listSize number of texts that it yields
/// @param jsonChars size of a JSON value that it yields, roughly its characters
public record RuleLimits(
        int expressionChars, int iterations, int textChars, int listSize, int jsonChars) {
    /// 4,096 characters, 10,000 iterations, texts of 8,192, 1,000 texts, values of 32 KB.
    public static final RuleLimits DEFAULT = new RuleLimits(4_096, 10_000, 8_192, 1_000, 32 * 1024);
}
