package dev.carillon.platform.page;

import dev.carillon.events.BidiText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The texts of pages in English and German: `<name>_en.properties` and `<name>_de.properties` on the class path.
public final class PageTexts {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Map<Locale, Properties> texts;

    private PageTexts(Map<Locale, Properties> texts) {
        this.texts = texts;
    }

    /// @param name such as `/pages/faults`
    public static PageTexts load(String name) {
        Map<Locale, Properties> texts = new LinkedHashMap<>();
        for (Locale language : LANGUAGES) {
            String file = name + "_" + language.getLanguage() + ".properties";
            try (InputStream in = PageTexts.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the class path lacks " + file);
                }
                Properties properties = new Properties();
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                texts.put(language, properties);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new PageTexts(texts);
    }

    /// The language of a page: the recipient's locale first, then the browser's preference, then English.
    ///
    /// @param locale of the recipient, such as `de-CH`; null if unknown
    /// @param acceptLanguage the request's header, or null
    public static Locale language(@Nullable String locale, @Nullable String acceptLanguage) {
        Locale own =
                locale == null
                        ? null
                        : supported(Locale.forLanguageTag(locale.replace('_', '-')).getLanguage());
        if (own != null) {
            return own;
        }
        try {
            Locale found =
                    acceptLanguage == null
                            ? null
                            : Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException unreadable) {
            return Locale.ENGLISH;
        }
    }

    private static @Nullable Locale supported(String language) {
        return LANGUAGES.stream()
                .filter(one -> one.getLanguage().equals(language))
                .findFirst()
                .orElse(null);
    }

    /// A text with its values. A direction mark in a value acts within the value only.
    ///
    /// @throws IllegalArgumentException when there is no such text
    public String say(Locale language, String key, Object... values) {
        Properties properties = texts.get(language);
        String pattern = properties == null ? null : properties.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "there is no text " + key + " in " + language.getLanguage());
        }
        return new MessageFormat(pattern.replace("'", "''"), language)
                .format(
                        Arrays.stream(values)
                                .map(value ->
                                        value instanceof String one
                                                ? BidiText.isolated(one)
                                                : value)
                                .toArray());
    }

    boolean has(String key) {
        return texts.values().stream().allMatch(properties -> properties.containsKey(key));
    }
}
