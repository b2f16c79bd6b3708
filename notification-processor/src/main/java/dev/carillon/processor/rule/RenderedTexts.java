package dev.carillon.processor.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rendered texts of a type in one locale; null where the type has no template.
///
/// @param missing template variables without a value
public record RenderedTexts(
        @Nullable String title,
        @Nullable String text,
        @Nullable String actionUrl,
        @Nullable String imageUrl,
        List<String> missing) {
    static final RenderedTexts NOTHING = new RenderedTexts(null, null, null, null, List.of());
}
