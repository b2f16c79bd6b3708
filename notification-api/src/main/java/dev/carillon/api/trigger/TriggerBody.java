package dev.carillon.api.trigger;

import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.api.web.JsonFields;
import dev.carillon.events.Channel;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Level;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.links.LinkCheck;
import dev.carillon.links.Links;
import dev.carillon.platform.web.Problems;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A caller's request for notifications, checked.
///
/// @param typeVersion of the type that the data was checked against; 0 without a type
record TriggerBody(
        List<String> recipients,
        @Nullable String type,
        long typeVersion,
        @Nullable String title,
        @Nullable String message,
        @Nullable Priority priority,
        @Nullable Level level,
        @Nullable String category,
        Map<String, Object> data,
        @Nullable String actionUrl,
        @Nullable String imageUrl,
        @Nullable Instant expiresAt,
        Set<Channel> channels) {
    private static final String[] FIELDS = {
        "recipients",
        "type",
        "title",
        "message",
        "priority",
        "level",
        "category",
        "data",
        "action_url",
        "image_url",
        "expires_at",
        "channels"
    };

    static final int RECIPIENTS_MAX = 1_000;
    static final int DATA_MAX_BYTES = 32 * 1024;

    /// Reads and checks a body. Every fault is listed in one 422; data that are too large get a 413.
    static TriggerBody read(JsonNode body, TypeCatalogue catalogue, Types types, Instant now) {
        JsonFields fields = JsonFields.of(body).onlyKnown(FIELDS);
        Map<String, Object> data = data(fields);
        Optional<NotificationType> type = type(fields, catalogue);
        type.ifPresent(known -> types.faultsOfData(known, data).forEach(fields::refuse));
        Set<Channel> channels = channels(fields);
        TriggerBody read =
                new TriggerBody(
                        recipients(fields),
                        type.map(NotificationType::key).orElse(null),
                        type.map(NotificationType::version).orElse(0L),
                        title(fields),
                        fields.text("message", 4_000),
                        fields.oneOf("priority", Priority.class),
                        fields.oneOf("level", Level.class),
                        category(fields, type, catalogue),
                        data,
                        url(fields, "action_url"),
                        url(fields, "image_url"),
                        expiresAt(fields, now),
                        channels);
        fields.refuseIfFaulty();
        return read;
    }

    private static List<String> recipients(JsonFields fields) {
        List<JsonNode> elements = fields.list("recipients");
        if (fields.raw("recipients") == null) {
            fields.refuse("recipients", ErrorCode.MISSING, "is missing", "a list of recipient ids");
        }
        if (elements == null) {
            return List.of();
        }
        if (elements.isEmpty() || elements.size() > RECIPIENTS_MAX) {
            fields.refuse(
                    "recipients",
                    ErrorCode.INVALID_SIZE,
                    "has " + elements.size() + " entries",
                    "1 to " + RECIPIENTS_MAX + " recipient ids");
            return List.of();
        }
        Set<String> recipients = new LinkedHashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            if (element.isString() && RecipientKey.isRecipient(element.stringValue())) {
                recipients.add(element.stringValue());
            } else {
                String shown =
                        element.isString()
                                ? "'" + JsonFields.shortened(element.stringValue()) + "'"
                                : "not a text";
                fields.refuse(
                        "recipients[" + i + "]",
                        ErrorCode.INVALID_RECIPIENT,
                        "is " + shown + ", which is not a valid recipient id",
                        RecipientKey.RECIPIENT_ALLOWED);
            }
        }
        return List.copyOf(recipients);
    }

    private static Optional<NotificationType> type(JsonFields fields, TypeCatalogue catalogue) {
        String key = fields.text("type", 64);
        if (key == null) {
            return Optional.empty();
        }
        Optional<NotificationType> type = catalogue.type(key);
        if (type.isEmpty()) {
            fields.refuse(catalogue.unknownType("type", key));
        }
        return type;
    }

    private static @Nullable String title(JsonFields fields) {
        String title = fields.line("title", 255);
        boolean given = fields.raw("title") != null;
        if (title != null && title.isBlank()) {
            fields.refuse("title", ErrorCode.MISSING, "is empty", "a text of 1 to 255 characters");
        }
        if (!given && fields.raw("type") == null) {
            fields.refuse(
                    "title",
                    ErrorCode.MISSING,
                    "is missing, and so is type; the request needs one of them",
                    "a text of 1 to 255 characters, or a type");
        }
        return title;
    }

    /// A request with a type has the type's category; only a request without a type may name one.
    private static @Nullable String category(
            JsonFields fields, Optional<NotificationType> type, TypeCatalogue catalogue) {
        String category = fields.text("category", 64);
        if (category == null) {
            return null;
        }
        if (!catalogue.hasCategory(category)) {
            fields.refuse(catalogue.unknownCategory("category", category));
        }
        type.filter(known -> !known.category().equals(category))
                .ifPresent(known ->
                        fields.refuse(
                                "category",
                                ErrorCode.CATEGORY_OF_TYPE,
                                "is '"
                                        + category
                                        + "', but the type "
                                        + known.key()
                                        + " has a category of its own",
                                known.category() + ", or leave it out"));
        return category;
    }

    private static Map<String, Object> data(JsonFields fields) {
        Map<String, Object> data = fields.map("data");
        if (data == null) {
            return Map.of();
        }
        int bytes = EventJson.write(data).length;
        if (bytes > DATA_MAX_BYTES) {
            throw Problems.tooLarge(
                    "data",
                    "data has " + bytes + " bytes as JSON",
                    "at most " + DATA_MAX_BYTES + " bytes");
        }
        return data;
    }

    private static Set<Channel> channels(JsonFields fields) {
        Set<Channel> channels = fields.someOf("channels", TypeCatalogue.CHANNELS);
        if (channels == null) {
            return Set.of();
        }
        JsonNode given = fields.raw("channels");
        if (given != null && given.isEmpty()) {
            fields.refuse(
                    "channels",
                    ErrorCode.INVALID_SIZE,
                    "is empty, so that nobody would be notified",
                    "at least one channel, or leave it out for every channel that preferences allow");
        }
        return channels;
    }

    private static @Nullable Instant expiresAt(JsonFields fields, Instant now) {
        Instant expiresAt = fields.instant("expires_at");
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            fields.refuse(
                    "expires_at",
                    ErrorCode.NOT_IN_FUTURE,
                    "is not in the future",
                    "later than " + now);
        }
        return expiresAt;
    }

    private static @Nullable String url(JsonFields fields, String name) {
        String url = fields.text(name, Links.LONGEST_INPUT);
        if (url == null) {
            return null;
        }
        return switch (Links.check(url)) {
            case LinkCheck.Accepted(String normal) -> normal;
            case LinkCheck.Refused(boolean tooLong, String reason) -> {
                fields.refuse(
                        name,
                        tooLong ? ErrorCode.TOO_LONG : ErrorCode.INVALID_URL,
                        "is '" + JsonFields.shortened(url) + "', which " + reason,
                        Links.ALLOWED);
                yield null;
            }
        };
    }
}
