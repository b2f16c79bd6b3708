package dev.carillon.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Picks a person's translation: `de-CH`, else `de`, else `en`.
public final class Locales {
    /// The language in which every text exists.
    public static final String LAST = "en";

    private Locales() {}

    /// The locales to look for, in order. An invalid locale falls back to the last one at once.
    public static List<String> candidates(@Nullable String locale) {
        List<String> candidates = new ArrayList<>();
        String tag =
                locale == null
                        ? ""
                        : Locale.forLanguageTag(locale.replace('_', '-')).toLanguageTag();
        if (!tag.isEmpty() && !tag.equals("und")) {
            for (int end = tag.length(); end > 0; end = tag.lastIndexOf('-', end - 1)) {
                candidates.add(tag.substring(0, end));
            }
        }
        if (!candidates.contains(LAST)) {
            candidates.add(LAST);
        }
        return candidates;
    }

    /// The best available translation, with its locale.
    public static <T> Optional<Map.Entry<String, T>> pick(
            Map<String, T> translations, @Nullable String locale) {
        return candidates(locale).stream()
                .filter(translations::containsKey)
                .findFirst()
                .map(found -> Map.entry(found, translations.get(found)));
    }
}
