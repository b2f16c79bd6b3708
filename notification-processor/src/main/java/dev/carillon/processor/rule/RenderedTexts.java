package dev.carillon.processor.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a type's templates show in one locale; null where it has none.
///
/// @param missing variables that rendered empty
public record RenderedTexts(
        @Nullable String title,
        @Nullable String text,
        @Nullable String actionUrl,
        @Nullable String imageUrl,
        List<String> missing) {
    static final RenderedTexts NOTHING = new RenderedTexts(null, null, null, null, List.of());
}
