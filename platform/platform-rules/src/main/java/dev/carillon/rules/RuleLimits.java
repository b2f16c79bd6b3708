package dev.carillon.rules;

/// Limits of an expression's cost. CEL always terminates; the limits make sure that it does soon.
///
/// @param expressionChars maximum length of its text
/// @param iterations maximum number of iterations of all its `map`, `filter`, `exists` … together, in one evaluation
/// @param textChars maximum length of a text that it yields
/// @param listSize maximum number of texts that it yields
/// @param jsonChars maximum size of a JSON value that it yields, approximately its characters
public record RuleLimits(
        int expressionChars, int iterations, int textChars, int listSize, int jsonChars) {
    /// 4,096 characters, 10,000 iterations, texts of 8,192, 1,000 texts, values of 32 KB.
    public static final RuleLimits DEFAULT = new RuleLimits(4_096, 10_000, 8_192, 1_000, 32 * 1024);
}
