package dev.carillon.local;

import dev.carillon.events.Headers;
import dev.carillon.events.Rfc3339;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The CloudEvent that `./carillon publish` sends, in binary mode: attributes in headers, the data as the value.
///
/// @param data a JSON object, sent unchanged
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CloudEventToSend(
        String type,
        String source,
        String id,
        String time,
        Optional<String> subject,
        Optional<String> tenant,
        byte[] data) {

    /// @throws UsageException when an attribute or the data is invalid; the message names it
    CloudEventToSend {
        if (type.isBlank()) {
            throw new UsageException("The event's type is empty.");
        }
        if (id.isBlank()) {
            throw new UsageException("--id is empty.");
        }
        requireUri(source);
        requireTime(time);
        requireObject(data);
    }

    /// The key is the subject, so events about the same subject stay in order. Without a subject the key is the source.
    ProducerRecord<String, byte[]> record(String topic) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        topic, source + subject.map(one -> "#" + one).orElse(""), data);
        headers()
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.CE_SPECVERSION, "1.0");
        headers.put(Headers.CE_ID, id);
        headers.put(Headers.CE_SOURCE, source);
        headers.put(Headers.CE_TYPE, type);
        headers.put(Headers.CE_TIME, time);
        headers.put(Headers.CONTENT_TYPE, Headers.JSON);
        subject.ifPresent(value -> headers.put(Headers.CE_SUBJECT, value));
        tenant.ifPresent(value -> headers.put(Headers.CE_TENANT, value));
        return headers;
    }

    private static void requireUri(String source) {
        try {
            if (source.isBlank()) {
                throw new UsageException("--source is empty.");
            }
            new URI(source);
        } catch (URISyntaxException wrong) {
            throw new UsageException(
                    "--source must be a URI such as https://shop.example, but is \"%s\"."
                            .formatted(source),
                    wrong);
        }
    }

    private static void requireTime(String time) {
        try {
            Rfc3339.parse(time);
        } catch (DateTimeException wrong) {
            throw new UsageException(
                    "--time must be RFC 3339 such as 2026-12-01T09:00:00Z, but is \"%s\"."
                            .formatted(time),
                    wrong);
        }
    }

    private static void requireObject(byte[] data) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
            JsonNode json = RunFile.JSON.readTree(text);
            if (!json.isObject()) {
                throw new UsageException("--data must hold a JSON object, such as {\"order\": 7}.");
            }
        } catch (CharacterCodingException wrong) {
            throw new UsageException("--data is not UTF-8 text.", wrong);
        } catch (JacksonException wrong) {
            throw new UsageException(
                    "--data is not JSON: "
                            + wrong.getOriginalMessage()
                            + (wrong.getLocation() == null
                                    ? ""
                                    : " (line %d, column %d)"
                                            .formatted(
                                                    wrong.getLocation().getLineNr(),
                                                    wrong.getLocation().getColumnNr()))
                            + ".",
                    wrong);
        }
    }
}
