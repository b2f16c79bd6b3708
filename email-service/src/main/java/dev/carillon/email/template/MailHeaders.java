package dev.carillon.email.template;

import dev.carillon.email.provider.EmailProperties;
import dev.carillon.email.provider.Envelope;
import dev.carillon.email.provider.HeaderText;
import dev.carillon.email.provider.Sender;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Identity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Headers for email clients: automatic email (RFC 3834), mailing list (RFC 2919), one-click unsubscribe (RFC 8058),
/// and the thread.
@Component
class MailHeaders {
    private static final String DEFAULT_FROM = "Carillon <notifications@carillon.localhost>";

    private final EmailProperties properties;

    MailHeaders(EmailProperties properties) {
        this.properties = properties;
    }

    String from() {
        return properties.from() == null ? DEFAULT_FROM : properties.from();
    }

    /// @param unsubscribe the link for `List-Unsubscribe`; null for a critical email
    /// @param label label of the category; null for a digest
    Map<String, String> of(
            EmailMessage message,
            Envelope envelope,
            @Nullable String unsubscribe,
            @Nullable String label,
            Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Message-ID",
                "<" + envelope.id() + "." + envelope.generation() + "@" + domain() + ">");
        headers.put(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        String thread = thread(message);
        if (thread != null) {
            headers.put("References", thread);
            headers.put("In-Reply-To", thread);
        }
        if (unsubscribe != null) {
            headers.put("List-Unsubscribe", "<" + unsubscribe + ">");
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        headers.put("List-Id", listId(message, label));
        headers.put("Auto-Submitted", "auto-generated");
        headers.put("X-Auto-Response-Suppress", "All");
        headers.put("X-Carillon-Kind", message.kind().name().toLowerCase(java.util.Locale.ROOT));
        return headers;
    }

    /// Emails with the same action URL (without its fragment) are in one thread. Digests are not threaded.
    private @Nullable String thread(EmailMessage message) {
        if (message.kind() == EmailMessage.Kind.DIGEST) {
            return null;
        }
        String url = message.notifications().getFirst().actionUrl();
        if (url == null) {
            return null;
        }
        String thing = url.replaceFirst("#.*", "");
        return "<thread."
                + Identity.uuidOf("thread", message.tenant(), message.recipient(), thing)
                + "@"
                + domain()
                + ">";
    }

    private String listId(EmailMessage message, @Nullable String label) {
        String key =
                label == null
                        ? "digest"
                        : message.notifications()
                                .getFirst()
                                .category()
                                .replaceAll("[^a-z0-9-]", "-");
        String phrase = label == null ? "" : MailRenderer.oneLine(label, 60);
        return (phrase.isEmpty() ? "" : HeaderText.phrase(phrase) + " ")
                + "<"
                + key
                + "."
                + message.tenant()
                + "."
                + domain()
                + ">";
    }

    private String domain() {
        return Sender.of(from()).address().domain();
    }
}
