package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A consumed record as CloudEvent 1.0, in binary or structured mode.
public sealed interface IncomingRecord {
    /// Reads a record's CloudEvents attributes; the value is left for [Known#value(Class)].
    static IncomingRecord of(ConsumerRecord<String, byte[]> record) {
        return CloudEventReader.read(record);
    }

    /// A CloudEvent.
    ///
    /// @param tenant of the extension `tenant`, `default` without it
    /// @param time of the event; null when it tells none: the record's timestamp counts then
    /// @param dataContentType of [#data()], null when not told
    /// @param extensions the event's other attributes
    /// @param headers of the record, all of them, as text
    /// @param data the event's data; empty for a tombstone. Not copied
    @SuppressWarnings("ArrayRecordComponent") // records of the log are never compared
    record Known(
            String type,
            String id,
            String source,
            @Nullable Instant time,
            String tenant,
            @Nullable String subject,
            @Nullable String traceparent,
            @Nullable String dataContentType,
            Map<String, String> extensions,
            Map<String, String> headers,
            byte[] data)
            implements IncomingRecord {
        public Known {
            extensions = Map.copyOf(extensions);
            headers = Map.copyOf(headers);
        }

        /// The data as a record of ours.
        ///
        /// @throws UnreadableValueException when it is no JSON, `null`, or not of that shape
        public <T> T value(Class<T> as) {
            try {
                // null for the JSON `null`, whatever the class
                @Nullable T value = EventJson.read(data, as);
                if (value == null) {
                    throw new UnreadableValueException("an object");
                }
                return value;
            } catch (JacksonException unreadable) {
                throw new UnreadableValueException(unreadable);
            }
        }

        /// The data as a JSON object.
        ///
        /// @throws UnreadableValueException when it is none
        public Map<String, Object> object() {
            try {
                @Nullable Map<String, Object> value = EventJson.readObject(data);
                if (value == null) {
                    throw new UnreadableValueException("a JSON object");
                }
                return value;
            } catch (JacksonException unreadable) {
                throw new UnreadableValueException(unreadable);
            }
        }
    }

    /// No CloudEvent.
    ///
    /// @param reason what is wrong, naming the attribute
    /// @param field the attribute at fault
    /// @param allowed what would be right
    /// @param id the event id, where at least that could be read
    /// @param source likewise
    /// @param tenant whose event it is, null where that cannot be told
    record Malformed(
            String reason,
            @Nullable String field,
            @Nullable String allowed,
            @Nullable String id,
            @Nullable String source,
            @Nullable String tenant)
            implements IncomingRecord {
        /// The facts for its dead letter: code `malformed_event`.
        public DeadLetterFacts facts() {
            DeadLetterFacts facts = DeadLetterFacts.of(ErrorCode.MALFORMED_EVENT, reason);
            return field == null ? facts : facts.withField(field, allowed);
        }
    }
}
