package dev.carillon.outbox;

import dev.carillon.events.ErrorCode;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/// Why a record can never be published as it is. All other failures that a broker reports are temporary and are
/// retried.
///
/// @param code for [Headers#DEAD_CODE]
/// @param reason for [Headers#DEAD_REASON]
record Refusal(ErrorCode code, String reason) {
    static Optional<Refusal> of(StoredRecord record, Throwable cause) {
        return switch (cause) {
            case RecordTooLargeException e ->
                    Optional.of(new Refusal(ErrorCode.RECORD_REFUSED, text(e)));
            case RecordBatchTooLargeException e ->
                    Optional.of(new Refusal(ErrorCode.RECORD_REFUSED, text(e)));
            case InvalidRecordException e ->
                    Optional.of(new Refusal(ErrorCode.RECORD_REFUSED, text(e)));
            case UnsupportedForMessageFormatException e ->
                    Optional.of(new Refusal(ErrorCode.RECORD_REFUSED, text(e)));
            case SerializationException e ->
                    Optional.of(new Refusal(ErrorCode.RECORD_REFUSED, text(e)));
            case InvalidTopicException e ->
                    Optional.of(new Refusal(ErrorCode.TOPIC_INVALID, text(e)));
            // a missing topic of ours is waited for: it will be created, by Carillon or by an
            // operator
            case UnknownTopicOrPartitionException e when isForeign(record) ->
                    Optional.of(new Refusal(ErrorCode.TOPIC_MISSING, text(e)));
            case TopicAuthorizationException e when isForeign(record) ->
                    Optional.of(new Refusal(ErrorCode.TOPIC_FORBIDDEN, text(e)));
            default -> Optional.empty();
        };
    }

    private static boolean isForeign(StoredRecord record) {
        return record.topic().startsWith(Outbox.AS_WRITTEN);
    }

    private static String text(Throwable cause) {
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
