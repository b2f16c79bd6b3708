package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A declared category: `assignment`, "Assignment".
///
/// @param key lower case, as in the API
/// @param label shown to people if `labels` has none for their language
/// @param order of tabs and groups, ascending
/// @param icon the name of an icon of the client, or null
/// @param channels defaults for its types that set no channels
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

    /// The category `other`, for types without a category, where the catalogue does not declare it.
    public static Category other(int order) {
        return new Category(
                Notification.OTHER,
                "Other",
                order,
                null,
                Map.of(),
                Map.of("en", "Other", "de", "Sonstiges"));
    }

    /// The label for a language: `de-CH`, else `de`, else the default label.
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
