package dev.carillon.email.provider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A rendered email. It is frozen at the first attempt; all later attempts send it unchanged.
///
/// @param from address with or without a name
/// @param to one address
/// @param headers additional headers, in order: Message-ID, List-Unsubscribe, …
/// @param leftOutLinks why a notification's `action_url` was left out, by notification id. Emails frozen by an earlier
///     version lack it
/// @param leftOutImages the same for its `image_url`
public record Mail(
        String from,
        String to,
        @Nullable String replyTo,
        String subject,
        String html,
        String text,
        Map<String, String> headers,
        @Nullable Map<String, String> leftOutLinks,
        @Nullable Map<String, String> leftOutImages) {
    public Mail {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        leftOutLinks = leftOutLinks == null ? Map.of() : Map.copyOf(leftOutLinks);
        leftOutImages = leftOutImages == null ? Map.of() : Map.copyOf(leftOutImages);
    }

    /// An email that keeps all its links.
    public Mail(
            String from,
            String to,
            @Nullable String replyTo,
            String subject,
            String html,
            String text,
            Map<String, String> headers) {
        this(from, to, replyTo, subject, html, text, headers, Map.of(), Map.of());
    }

    @Override
    public Map<String, String> leftOutLinks() {
        return Objects.requireNonNull(leftOutLinks);
    }

    @Override
    public Map<String, String> leftOutImages() {
        return Objects.requireNonNull(leftOutImages);
    }
}
