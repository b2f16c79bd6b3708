package dev.carillon.platform.kafka;

import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads CloudEvents by the Kafka protocol binding 1.0: attributes in `ce_` headers (binary) or one JSON object (structured).
final class CloudEventReader {
    private static final byte[] NOTHING = {};
    private static final Set<String> CORE =
            Set.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "time",
                    "subject",
                    "datacontenttype",
                    "dataschema",
                    "data",
                    "data_base64");
    private static final List<String> TEXTS =
            List.of("specversion", "id", "source", "type", "time", "subject");

    /// Of any version, without what a later one may append. Whatever else stands there goes nowhere: it would be copied into
    /// every record that follows.
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private CloudEventReader() {}

    static IncomingRecord read(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        byte[] value = record.value() == null ? NOTHING : record.value();
        String contentType = headers.get(Headers.CONTENT_TYPE);
        if (contentType != null
                && contentType
                        .toLowerCase(Locale.ROOT)
                        .startsWith(Headers.STRUCTURED.toLowerCase(Locale.ROOT))) {
            return structured(headers, value);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        headers.forEach((name, text) -> {
            if (name.startsWith("ce_")) {
                attributes.put(name.substring(3), text);
            }
        });
        if (attributes.isEmpty()) {
            return unreadable(
                    "the record is no CloudEvent: it has neither ce_ headers nor content-type "
                            + Headers.STRUCTURED,
                    Headers.CE_SPECVERSION,
                    "a CloudEvent 1.0 in binary or structured mode");
        }
        return known(attributes, contentType, headers, value);
    }

    private static IncomingRecord structured(Map<String, String> headers, byte[] value) {
        @Nullable Map<String, Object> event;
        try {
            event = EventJson.readObject(value);
        } catch (JacksonException unreadable) {
            event = null;
        }
        if (event == null) {
            return unreadable(
                    "the structured CloudEvent is not a JSON object",
                    "value",
                    "a JSON object with specversion, id, source and type");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        event.forEach((name, said) -> {
            if (said != null && !name.startsWith("data")) {
                attributes.put(name, String.valueOf(said));
            }
        });
        for (String name : TEXTS) {
            if (event.get(name) != null && !(event.get(name) instanceof String)) {
                return malformed(name, "must be a string", "a string", attributes);
            }
        }
        byte[] data;
        try {
            data = data(event);
        } catch (IllegalArgumentException notBase64) {
            return malformed("data_base64", "must be base64", "base64", attributes);
        }
        Object contentType = event.get("datacontenttype");
        return known(attributes, contentType instanceof String text ? text : null, headers, data);
    }

    private static byte[] data(Map<String, Object> event) {
        if (event.get("data_base64") instanceof String base64) {
            return Base64.getDecoder().decode(base64);
        }
        Object data = event.get("data");
        return data == null ? NOTHING : EventJson.write(data);
    }

    private static IncomingRecord known(
            Map<String, String> attributes,
            @Nullable String contentType,
            Map<String, String> headers,
            byte[] data) {
        String id = attributes.get("id");
        String version = attributes.get("specversion");
        if (version == null || !version.startsWith("1.")) {
            return malformed("specversion", "must be 1.0", "1.0", attributes);
        }
        String source = attributes.get("source");
        String type = attributes.get("type");
        if (id == null || id.isBlank()) {
            return malformed("id", "is missing", "a non-empty string", attributes);
        }
        if (source == null || source.isBlank()) {
            return malformed("source", "is missing", "a non-empty URI reference", attributes);
        }
        if (type == null || type.isBlank()) {
            return malformed("type", "is missing", "a non-empty string", attributes);
        }
        Instant time = null;
        String said = attributes.get("time");
        if (said != null) {
            try {
                time = Rfc3339.parse(said);
            } catch (DateTimeException notATime) {
                return malformed(
                        "time",
                        "is not RFC 3339",
                        "an instant such as 2026-01-31T09:00:00Z",
                        attributes);
            }
        }
        String tenant = attributes.getOrDefault("tenant", RecipientKey.DEFAULT_TENANT);
        if (!RecipientKey.isTenant(tenant)) {
            return malformed("tenant", "is not a tenant", RecipientKey.TENANT_ALLOWED, attributes);
        }
        Map<String, String> extensions = new LinkedHashMap<>(attributes);
        extensions.keySet().removeAll(CORE);
        String trace = headers.getOrDefault(Headers.TRACEPARENT, extensions.get("traceparent"));
        return new IncomingRecord.Known(
                type,
                id,
                source,
                time,
                tenant,
                attributes.get("subject"),
                trace != null && TRACEPARENT.matcher(trace).matches() ? trace : null,
                contentType,
                extensions,
                headers,
                data);
    }

    private static IncomingRecord malformed(
            String attribute, String fault, String allowed, Map<String, String> attributes) {
        String tenant = attributes.getOrDefault("tenant", RecipientKey.DEFAULT_TENANT);
        return new IncomingRecord.Malformed(
                "the CloudEvent's " + attribute + " " + fault,
                attribute,
                allowed,
                attributes.get("id"),
                attributes.get("source"),
                RecipientKey.isTenant(tenant) ? tenant : null);
    }

    private static IncomingRecord unreadable(String reason, String field, String allowed) {
        return new IncomingRecord.Malformed(reason, field, allowed, null, null, null);
    }
}
