package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A declared category: `assignment`, "Assignment".
///
/// @param key lower case, as the API speaks it
/// @param label as people read it, where `labels` has none in their language
/// @param order of tabs and groups, ascending
/// @param icon a name that the client knows, or null
/// @param channels defaults of its types, where they say nothing
/// @param labels by locale, `de` or `de-CH`
public record Category(
        String key,
        String label,
        int order,
        @Nullable String icon,
        Map<Channel, Switch> channels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels) {
    public Category {
        channels = Copies.map(channels);
        labels = Copies.map(labels);
    }

    /// A category with one label for every language.
    public Category(
            String key,
            String label,
            int order,
            @Nullable String icon,
            Map<Channel, Switch> channels) {
        this(key, label, order, icon, channels, Map.of());
    }

    /// The label in a language: `de-CH`, else `de`, else the one for everybody.
    ///
    /// @param locale a BCP 47 tag, or null
    public String labelIn(@Nullable String locale) {
        if (locale == null) {
            return label;
        }
        String language = Locale.forLanguageTag(locale.replace('_', '-')).getLanguage();
        return labels.getOrDefault(locale, labels.getOrDefault(language, label));
    }
}
