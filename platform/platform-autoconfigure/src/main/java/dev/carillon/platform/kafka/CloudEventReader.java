package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.JsonNumbers;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import dev.carillon.platform.json.JsonFault;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads CloudEvents by the Kafka protocol binding 1.0: attributes in `ce_` headers (binary mode) or one JSON object
/// (structured mode). The content type decides the mode, as the binding says: the `ce_` headers of a structured event
/// are ignored.
///
/// A duplicate attribute makes the event malformed, in both modes; no value is picked.
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
            List.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "time",
                    "subject",
                    "datacontenttype",
                    "dataschema",
                    "tenant",
                    "data_base64");
    private static final String ATTRIBUTE = "ce_";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final JsonMapper STRICT =
            EventJson.mapper()
                    .rebuild()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final TypeReference<@Nullable Map<String, Object>> OBJECT =
            new TypeReference<>() {};

    /// A `traceparent` of any version, without the fields that later versions may append. Anything else is dropped,
    /// because it would be copied into every following record.
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private CloudEventReader() {}

    static IncomingRecord read(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (Header header : record.headers()) {
            if (!names.add(header.key())) {
                repeated.add(header.key());
            }
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        if (repeated.contains(Headers.CONTENT_TYPE)) {
            return twice(Headers.CONTENT_TYPE);
        }
        if (repeated.contains(Headers.TRACEPARENT)) {
            headers.remove(Headers.TRACEPARENT); // W3C: several traceparent headers count as none
        }
        byte[] value = record.value() == null ? NOTHING : record.value();
        String contentType = headers.get(Headers.CONTENT_TYPE);
        String mediaType = mediaType(contentType);
        if (mediaType.equals(Headers.STRUCTURED)) {
            return structured(headers, value);
        }
        if (mediaType.startsWith("application/cloudevents")) {
            return unreadable(
                    "CloudEvents of content-type " + mediaType + " are not supported",
                    Headers.CONTENT_TYPE,
                    Headers.STRUCTURED);
        }
        return binary(headers, repeated, contentType, value);
    }

    /// The content type without parameters, in lower case; empty if there is none.
    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static IncomingRecord binary(
            Map<String, String> headers,
            Set<String> repeated,
            @Nullable String contentType,
            byte[] value) {
        Map<String, String> attributes = new LinkedHashMap<>();
        headers.forEach((name, text) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), text);
            }
        });
        if (attributes.isEmpty()) {
            return unreadable(
                    "the record is not a CloudEvent: it has neither ce_ headers nor content-type "
                            + Headers.STRUCTURED,
                    Headers.CE_SPECVERSION,
                    "a CloudEvent 1.0 in binary or structured mode");
        }
        for (String name : repeated) {
            if (name.startsWith(ATTRIBUTE)) {
                return twice(name);
            }
        }
        if (attributes.containsKey("data")) {
            return malformed("data", "is the record's value", "no header ce_data", attributes);
        }
        return known(attributes, contentType, headers, value);
    }

    /// With two values it is unknown which one is right, so neither becomes the event's id, source or tenant.
    private static IncomingRecord twice(String header) {
        return unreadable("the header " + header + " appears twice", header, "the header once");
    }

    private static IncomingRecord structured(Map<String, String> headers, byte[] value) {
        @Nullable Map<String, Object> event;
        try {
            event = STRICT.readValue(value, OBJECT);
        } catch (JacksonException unreadable) {
            JsonFault fault = JsonFault.of(unreadable);
            if (fault.code() == ErrorCode.INVALID_NUMBER) {
                return unreadable(fault.message(), fault.field(), JsonNumbers.ALLOWED);
            }
            event = null;
        }
        if (event == null) {
            return unreadable(
                    "the structured CloudEvent is not a JSON object, or a field of it appears twice",
                    "value",
                    "a JSON object with specversion, id, source and type, each field once");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        event.forEach((name, said) -> {
            if (said != null && !name.equals("data") && !name.equals("data_base64")) {
                attributes.put(name, String.valueOf(said));
            }
        });
        for (Map.Entry<String, Object> each : event.entrySet()) {
            String name = each.getKey();
            @Nullable Object said = each.getValue();
            if (said == null || name.equals("data") || said instanceof String) {
                continue;
            }
            if (TEXTS.contains(name)) {
                attributes.remove(name);
                return malformed(name, "must be a string", "a string", attributes);
            }
            if (!(said instanceof Boolean || said instanceof Integer)) {
                return malformed(
                        name,
                        "must be a string, a boolean or an integer",
                        "a string, a boolean or an integer of 32 bits",
                        attributes);
            }
        }
        if (event.get("data") != null && event.get("data_base64") != null) {
            return malformed(
                    "data", "is given together with data_base64", "only one of them", attributes);
        }
        byte[] data;
        try {
            data = data(event);
        } catch (IllegalArgumentException notBase64) {
            return malformed("data_base64", "must be base64", "base64", attributes);
        }
        return known(attributes, attributes.get("datacontenttype"), headers, data);
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
        if (!"1.0".equals(attributes.get("specversion"))) {
            return malformed("specversion", "must be 1.0", "1.0", attributes);
        }
        String id = attributes.get("id");
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
        if ("".equals(attributes.get("subject"))) {
            return malformed("subject", "is empty", "a non-empty string, or none", attributes);
        }
        for (String name : attributes.keySet()) {
            if (!CORE.contains(name) && !NAME.matcher(name).matches()) {
                return malformed(
                        shown(name),
                        "is not an attribute name",
                        "names of lower-case letters and digits",
                        attributes);
            }
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

    /// A name from outside, limited to what a message may show.
    private static String shown(String name) {
        String start = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return start.replaceAll("\\p{C}", "?");
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
