package dev.carillon.processor.routing;

import dev.carillon.events.BidiText;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.OneLine;
import dev.carillon.events.Recipient;
import dev.carillon.links.LinkCheck;
import dev.carillon.links.Links;
import dev.carillon.processor.reference.Person;
import dev.carillon.processor.rule.RenderedTexts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Creates the notification that a recipient sees, in their language and within the length limits of its fields.
final class ComposeNotification {
    private static final int TITLE = 255;
    private static final int MESSAGE = 4_000;
    private static final int ACTORS = 20;

    private ComposeNotification() {}

    /// @param missing template variables without a value
    /// @param leftOut reason for each refused link, by field
    record Composed(Notification notification, List<String> missing, Map<String, String> leftOut) {}

    static Composed compose(Candidate candidate, Person person, boolean silent, Instant now) {
        Candidate.Content content = candidate.content();
        RenderedTexts texts =
                candidate.type().render(person.locale(), variables(candidate, person));
        var type = candidate.type().type();
        Level level = content.level();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Notification notification =
                new Notification(
                        candidate.notificationId(),
                        candidate.event().tenant(),
                        candidate.recipient().recipient(),
                        type.key(),
                        type.version(),
                        type.category(),
                        candidate.priority(),
                        level != null ? level : type.level(),
                        title(candidate, texts),
                        message(content, texts),
                        content.data(),
                        link("action_url", first(content.actionUrl(), texts.actionUrl()), leftOut),
                        link("image_url", first(content.imageUrl(), texts.imageUrl()), leftOut),
                        content.actors().stream().limit(ACTORS).map(OneLine::of).toList(),
                        content.actors().size(),
                        null,
                        0,
                        silent,
                        candidate.reason(),
                        type.critical(),
                        candidate.time(),
                        candidate.expiresAt(),
                        Objects.requireNonNull(candidate.event().source()),
                        Objects.requireNonNull(candidate.event().id()),
                        now);
        return new Composed(notification, texts.missing(), leftOut);
    }

    private static Map<String, Object> variables(Candidate candidate, Person person) {
        Map<String, Object> variables = new LinkedHashMap<>(candidate.content().data());
        Map<String, Object> about = new LinkedHashMap<>();
        Recipient recipient = person.recipient();
        if (recipient != null) {
            about.putAll(recipient.attributes());
        }
        about.put("id", candidate.recipient().recipient());
        about.put(
                "name",
                recipient == null || recipient.name() == null
                        ? candidate.recipient().recipient()
                        : recipient.name());
        variables.put("recipient", about);
        return variables;
    }

    private static String title(Candidate candidate, RenderedTexts texts) {
        String title = first(candidate.content().title(), texts.title());
        String line = title == null ? "" : OneLine.of(title);
        if (line.isEmpty()) {
            var type = candidate.type().type();
            line = Objects.requireNonNullElse(type.label(), type.key());
        }
        return closed(line, TITLE);
    }

    private static String message(Candidate.Content content, RenderedTexts texts) {
        String message = first(content.message(), texts.text());
        return message == null ? "" : closed(storable(message).strip(), MESSAGE);
    }

    /// Cuts the text to the limit and closes its direction marks, so that they cannot change the direction of the text
    /// around it.
    private static String closed(String text, int limit) {
        String closed = BidiText.closed(shortened(text, limit));
        return closed.length() <= limit ? closed : BidiText.without(closed);
    }

    /// Removes the character NUL, which Postgres cannot store.
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private static @Nullable String first(@Nullable String given, @Nullable String rendered) {
        return given != null && !given.isBlank() ? given : rendered;
    }

    private static String shortened(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = limit - 1;
        // Do not cut a surrogate pair in half.
        end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        return text.substring(0, end) + "…";
    }

    /// Returns the link in its normal form. A refused link is left out and its reason is added to `leftOut`.
    private static @Nullable String link(
            String field, @Nullable String text, Map<String, String> leftOut) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return switch (Links.check(text)) {
            case LinkCheck.Accepted(String url) -> url;
            case LinkCheck.Refused refused -> {
                leftOut.put(field, refused.reason());
                yield null;
            }
        };
    }
}
