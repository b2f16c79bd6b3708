package dev.carillon.outbox;

import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/// Why a record can never be published as it is. Everything else that a broker answers passes, and is waited for.
///
/// @param code for [Headers#DEAD_CODE]
/// @param reason for [Headers#DEAD_REASON]
record Refusal(String code, String reason) {
    static Optional<Refusal> of(StoredRecord record, Throwable cause) {
        return switch (cause) {
            case RecordTooLargeException e -> Optional.of(new Refusal("record_too_large", text(e)));
            case RecordBatchTooLargeException e ->
                    Optional.of(new Refusal("record_too_large", text(e)));
            case InvalidRecordException e -> Optional.of(new Refusal("record_refused", text(e)));
            case UnsupportedForMessageFormatException e ->
                    Optional.of(new Refusal("record_refused", text(e)));
            case SerializationException e -> Optional.of(new Refusal("record_refused", text(e)));
            case InvalidTopicException e -> Optional.of(new Refusal("topic_invalid", text(e)));
            case TopicAuthorizationException e when record.topic().startsWith(Outbox.AS_WRITTEN) ->
                    Optional.of(new Refusal("topic_forbidden", text(e)));
            default -> Optional.empty();
        };
    }

    /// A topic that is not ours and that the cluster does not have. One of ours is waited for: it is about to be created, or
    /// a person has to.
    static Refusal missingTopic(String topic) {
        return new Refusal("topic_missing", "The topic " + topic + " does not exist");
    }

    private static String text(Throwable cause) {
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
