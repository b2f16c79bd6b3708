package dev.carillon.templates;

/// What a template may cost.
///
/// @param templateChars length of its text
/// @param depth of sections within sections
/// @param outputChars length of what it renders
/// @param iterations through sections, all together, in one rendering
public record TemplateLimits(int templateChars, int depth, int outputChars, int iterations) {
    /// Templates of 16,384 characters, sections 3 deep, output of 65,536 characters, 10,000 iterations.
    public static final TemplateLimits DEFAULT = new TemplateLimits(16_384, 3, 65_536, 10_000);
}
