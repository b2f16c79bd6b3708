package dev.carillon.email.template;

import dev.carillon.events.BidiText;
import dev.carillon.templates.Locales;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The texts of the layout in one language.
final class Texts {
    private static final Map<String, Texts> ALL = load("en", "de");

    private final Locale locale;
    private final Properties words;

    private Texts(Locale locale, Properties words) {
        this.locale = locale;
        this.words = words;
    }

    /// The texts in the recipient's language, otherwise English. Dates use the recipient's full locale when it has the
    /// same language.
    static Texts of(@Nullable String wanted) {
        Map.Entry<String, Texts> found = Locales.pick(ALL, wanted).orElseThrow();
        Locale own =
                wanted == null ? Locale.ENGLISH : Locale.forLanguageTag(wanted.replace('_', '-'));
        return own.getLanguage().equals(found.getKey())
                ? new Texts(own, found.getValue().words)
                : found.getValue();
    }

    /// The texts for an email whose content is in one language: the language of the content, so that no email mixes
    /// two. If it is the recipient's language, the recipient's regional form is used. If it is unknown, the recipient's
    /// language is used.
    ///
    /// @param content locale of the template that was rendered, or null
    static Texts of(@Nullable String wanted, @Nullable String content) {
        return content == null || language(content).equals(language(wanted))
                ? of(wanted)
                : of(content);
    }

    private static String language(@Nullable String tag) {
        return tag == null ? "" : Locale.forLanguageTag(tag.replace('_', '-')).getLanguage();
    }

    Locale locale() {
        return locale;
    }

    String say(String key, Object... values) {
        String pattern = words.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("unknown text " + key);
        }
        Object[] isolated =
                Arrays.stream(values)
                        .map(value ->
                                value instanceof String text ? BidiText.isolated(text) : value)
                        .toArray();
        return new MessageFormat(pattern.replace("'", "''"), locale).format(isolated);
    }

    private static Map<String, Texts> load(String... languages) {
        Map<String, Texts> all = new HashMap<>();
        for (String language : languages) {
            try (InputStream in =
                    Texts.class.getResourceAsStream("/mail/texts_" + language + ".properties")) {
                if (in == null) {
                    throw new IllegalStateException(
                            "the jar lacks the texts for the language " + language);
                }
                Properties words = new Properties();
                words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                all.put(language, new Texts(Locale.forLanguageTag(language), words));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(all);
    }
}
