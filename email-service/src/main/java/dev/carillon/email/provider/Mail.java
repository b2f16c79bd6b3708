package dev.carillon.email.provider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rendered mail: what is frozen at the first attempt and sent as it is by every later one.
///
/// @param from address with or without a name
/// @param to one address
/// @param headers beside the usual ones, in order: Message-ID, List-Unsubscribe, …
public record Mail(
        String from,
        String to,
        @Nullable String replyTo,
        String subject,
        String html,
        String text,
        Map<String, String> headers) {
    public Mail {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
