package dev.carillon.gateway.protocol;

import dev.carillon.events.ClientAction.Action;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.ReceivedCursor;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads one message of a client. Unknown fields are ignored. An error names the field and what is allowed.
public final class ClientMessageReader {
    private static final int MAX_TEXT = 128;

    /// Longer than any cursor that this service writes.
    private static final int MAX_CURSOR = 256;

    private static final Pattern CATEGORY = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private ClientMessageReader() {}

    /// Parses one line.
    public static ClientMessage read(byte[] json) {
        JsonNode message;
        try {
            message = EventJson.mapper().readTree(json);
        } catch (JacksonException e) {
            return new ClientMessage.Unreadable("a message must be a JSON object");
        }
        if (message == null || !message.isObject()) {
            return new ClientMessage.Unreadable("a message must be a JSON object");
        }
        JsonNode type = message.get("type");
        if (type == null || !type.isString()) {
            return new ClientMessage.Unreadable("a message must have a text field type");
        }
        String ref = null;
        UUID actionId = null;
        try {
            ref = text(message, "ref");
            actionId = uuid(message, "action_id");
            return understand(type.stringValue(), message, ref, actionId);
        } catch (InvalidFieldException e) {
            return new ClientMessage.Refused(e.code, e.words, ref, actionId);
        }
    }

    private static ClientMessage understand(
            String type, JsonNode message, @Nullable String ref, @Nullable UUID actionId)
            throws InvalidFieldException {
        return switch (type) {
            case "resume" -> new ClientMessage.Resume(cursor(message));
            case "ping" -> new ClientMessage.Ping(timestamp(message));
            case "pong" -> new ClientMessage.Pong();
            case "mark_seen", "mark_read", "mark_unread", "archive", "clicked" ->
                    new ClientMessage.Act(
                            Action.valueOf(type.toUpperCase(Locale.ROOT)),
                            required("action_id", actionId, "a UUID"),
                            required("id", uuid(message, "id"), "the UUID of a notification"),
                            null,
                            null,
                            seq(message, "seq"),
                            ref);
            case "mark_all_read" ->
                    new ClientMessage.Act(
                            Action.MARK_ALL_READ,
                            required("action_id", actionId, "a UUID"),
                            null,
                            required("upto", seq(message, "upto"), "a seq, 0 or more"),
                            category(message),
                            seq(message, "seq"),
                            ref);
            case "get_unread_count" ->
                    new ClientMessage.Act(
                            Action.GET_UNREAD_COUNT,
                            actionId == null ? UUID.randomUUID() : actionId,
                            null,
                            null,
                            null,
                            null,
                            ref);
            default ->
                    new ClientMessage.Refused(
                            ErrorCode.UNKNOWN_MESSAGE_TYPE,
                            "type must be resume, mark_seen, mark_read, mark_unread, archive, clicked,"
                                    + " mark_all_read, get_unread_count, ping or pong",
                            ref,
                            actionId);
        };
    }

    private static ReceivedCursor cursor(JsonNode message) throws InvalidFieldException {
        String cursor = required("cursor", text(message, "cursor", MAX_CURSOR), "a cursor");
        try {
            return ReceivedCursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(
                    ErrorCode.INVALID_CURSOR, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object timestamp(JsonNode message) throws InvalidFieldException {
        JsonNode timestamp = message.get("timestamp");
        if (timestamp == null || timestamp.isNull()) {
            return null;
        }
        if (timestamp.isIntegralNumber() && timestamp.canConvertToLong()) {
            return timestamp.longValue();
        }
        if (timestamp.isNumber()) {
            return timestamp.doubleValue();
        }
        return text(message, "timestamp");
    }

    private static @Nullable String category(JsonNode message) throws InvalidFieldException {
        String category = text(message, "category");
        if (category != null && !CATEGORY.matcher(category).matches()) {
            throw invalid("category", "a category key such as comment");
        }
        return category;
    }

    private static @Nullable UUID uuid(JsonNode message, String field)
            throws InvalidFieldException {
        String text = text(message, field);
        if (text == null) {
            return null;
        }
        if (!UUID_FORM.matcher(text).matches()) {
            throw invalid(field, "a UUID");
        }
        return UUID.fromString(text);
    }

    private static @Nullable Long seq(JsonNode message, String field) throws InvalidFieldException {
        JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw invalid(field, "a seq, 0 or more");
        }
        return value.longValue();
    }

    private static @Nullable String text(JsonNode message, String field)
            throws InvalidFieldException {
        return text(message, field, MAX_TEXT);
    }

    private static @Nullable String text(JsonNode message, String field, int longest)
            throws InvalidFieldException {
        JsonNode value = message.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString() || value.stringValue().length() > longest) {
            throw invalid(field, "text of at most " + longest + " characters");
        }
        return value.stringValue();
    }

    private static <T> T required(String field, @Nullable T value, String allowed)
            throws InvalidFieldException {
        if (value == null) {
            throw invalid(field, allowed);
        }
        return value;
    }

    private static InvalidFieldException invalid(String field, String allowed) {
        return new InvalidFieldException(ErrorCode.INVALID_MESSAGE, field + " must be " + allowed);
    }

    /// Aborts the reading of a message with an invalid field; caught within this class.
    private static final class InvalidFieldException extends Exception {
        private final ErrorCode code;
        private final String words;

        InvalidFieldException(ErrorCode code, String words) {
            super(words, null, false, false);
            this.code = code;
            this.words = words;
        }
    }
}
