package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A consumed record as a CloudEvent 1.0, in binary or structured mode.
public sealed interface IncomingRecord {
    /// Reads the CloudEvents attributes of a record. The value is parsed later, by [Known#value(Class)].
    static IncomingRecord of(ConsumerRecord<String, byte[]> record) {
        return CloudEventReader.read(record);
    }

    /// A CloudEvent.
    ///
    /// @param tenant of the extension `tenant`; `default` without it
    /// @param time of the event; null if it has none, then the record's timestamp is used
    /// @param dataContentType of [#data()]; null if not stated
    /// @param extensions the event's other attributes
    /// @param headers all headers of the record, as text
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

        /// The data as one of our record types.
        ///
        /// @throws UnreadableValueException when it is not JSON, is `null`, or does not fit the type
        public <T> T value(Class<T> as) {
            try {
                // for the JSON `null`, the result is null whatever the class
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
        /// @throws UnreadableValueException when it is not a JSON object
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

    /// Not a CloudEvent.
    ///
    /// @param reason what is wrong, naming the attribute
    /// @param field the faulty attribute
    /// @param allowed what would be right
    /// @param id the event id, if it could be read
    /// @param source the event source, if it could be read
    /// @param tenant the event's tenant; null if it could not be read
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
