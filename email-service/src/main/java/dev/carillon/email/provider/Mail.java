package dev.carillon.email.provider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A rendered mail: what is frozen at the first attempt and sent as it is by every later one.
///
/// @param from address with or without a name
/// @param to one address
/// @param headers beside the usual ones, in order: Message-ID, List-Unsubscribe, …
/// @param leftOutLinks why the link of a notification was left out, by notification id; absent from mails that were frozen earlier
public record Mail(
        String from,
        String to,
        @Nullable String replyTo,
        String subject,
        String html,
        String text,
        Map<String, String> headers,
        @Nullable Map<String, String> leftOutLinks) {
    public Mail {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        leftOutLinks = leftOutLinks == null ? Map.of() : Map.copyOf(leftOutLinks);
    }

    /// A mail with all its links.
    public Mail(
            String from,
            String to,
            @Nullable String replyTo,
            String subject,
            String html,
            String text,
            Map<String, String> headers) {
        this(from, to, replyTo, subject, html, text, headers, Map.of());
    }

    @Override
    public Map<String, String> leftOutLinks() {
        return Objects.requireNonNull(leftOutLinks);
    }
}
