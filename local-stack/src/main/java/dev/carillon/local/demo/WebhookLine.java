package dev.carillon.local.demo;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A line of the file.
sealed interface WebhookLine {
    JsonMapper JSON = JsonMapper.builder().build();

    /// The line number, from 1.
    int number();

    /// A webhook as its sender delivered it.
    ///
    /// @param time the time in the line, unchanged
    record Webhook(
            int number, String delivery, String event, JsonNode payload, @Nullable String time)
            implements WebhookLine {
        /// `com.github.<event>.<action>`, or `com.github.<event>` without an action.
        String type() {
            JsonNode action = payload.path("action");
            return "com.github." + event + (action.isString() ? "." + action.stringValue() : "");
        }

        /// `https://github.com/<repository.full_name>`, or `https://github.com` without a repository.
        String source() {
            String repository = repository();
            return "https://github.com" + (repository == null ? "" : "/" + repository);
        }

        /// The repository's full name; it is the record's key.
        @Nullable String repository() {
            JsonNode name = payload.path("repository").path("full_name");
            return name.isString() ? name.stringValue() : null;
        }

        /// The payload as UTF-8 JSON.
        byte[] data() {
            return JSON.writeValueAsBytes(payload);
        }
    }

    /// A line that cannot be published.
    record Unreadable(int number, String fault) implements WebhookLine {}

    static WebhookLine parse(int number, String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JacksonException notJson) {
            return new Unreadable(number, "is not JSON: " + notJson.getOriginalMessage());
        }
        if (!json.isObject()) {
            return new Unreadable(number, "is not a JSON object");
        }
        String delivery = text(json, "delivery");
        String event = text(json, "event");
        if (delivery == null || event == null) {
            return new Unreadable(
                    number, "lacks `" + (delivery == null ? "delivery" : "event") + "`");
        }
        return new Webhook(number, delivery, event, json.path("payload"), text(json, "time"));
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        String text = value.isValueNode() && !value.isNull() ? value.asString() : "";
        return text.isBlank() ? null : text;
    }
}
