package dev.carillon.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of several translations a person gets: `de-CH`, else `de`, else `en`.
public final class Locales {
    /// The language that everything is written in.
    public static final String LAST = "en";

    private Locales() {}

    /// What to look for, in order. A locale that is none falls back at once.
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

    /// The best translation there is, with the locale that it is in.
    public static <T> Optional<Map.Entry<String, T>> pick(
            Map<String, T> translations, @Nullable String locale) {
        return candidates(locale).stream()
                .filter(translations::containsKey)
                .findFirst()
                .map(found -> Map.entry(found, translations.get(found)));
    }
}
