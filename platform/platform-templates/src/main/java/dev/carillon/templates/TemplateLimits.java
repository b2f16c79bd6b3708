package dev.carillon.templates;

/// Limits of a template's cost.
///
/// @param templateChars maximum length of its text
/// @param depth maximum nesting of sections
/// @param outputChars maximum length of its output
/// @param iterations maximum number of iterations through all sections together, in one rendering
public record TemplateLimits(int templateChars, int depth, int outputChars, int iterations) {
    /// Templates of 16,384 characters, sections 3 deep, output of 65,536 characters, 10,000 iterations.
    public static final TemplateLimits DEFAULT = new TemplateLimits(16_384, 3, 65_536, 10_000);
}
