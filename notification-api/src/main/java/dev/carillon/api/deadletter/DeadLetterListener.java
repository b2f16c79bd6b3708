package dev.carillon.api.deadletter;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.kafka.EventAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores dead letters. It accepts every record: a missing or unreadable header leaves its column empty.
@Component
final class DeadLetterListener {
    /// The code of a dead letter without a code header.
    private static final String NO_CODE = "unknown";

    private static final String NUL = "\u0000";

    /// The latest accepted instant, well within the range of a Postgres timestamp.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final DeadLetterTable table;
    private final TransactionOperations transactions;

    DeadLetterListener(DeadLetterTable table, TransactionOperations transactions) {
        this.table = table;
        this.transactions = transactions;
    }

    @KafkaListener(
            id = "notification-api.dead-letters",
            topics = "#{@topicNames.of('dead-letters')}",
            containerFactory = "carillonBatchListenerFactory")
    void onDeadLetters(List<ConsumerRecord<String, byte[]>> records) {
        transactions.executeWithoutResult(status ->
                records.forEach(record ->
                        table.add(
                                read(record),
                                record.value() == null ? new byte[0] : record.value())));
    }

    private static DeadLetter read(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = headers(record);
        return new DeadLetter(
                id(record, headers),
                0,
                tenant(headers),
                recipient(headers.get(Headers.DEAD_RECIPIENT)),
                attribute(headers, Headers.DEAD_EVENT_ID, Headers.CE_ID),
                code(headers.get(Headers.DEAD_CODE)),
                headers.getOrDefault(Headers.DEAD_CLASS, "us"),
                headers.getOrDefault(Headers.DEAD_REASON, ""),
                headers.get(Headers.DEAD_FIELD),
                headers.get(Headers.DEAD_TYPE),
                headers.get(Headers.DEAD_EXPRESSION),
                headers.get(Headers.DEAD_STATUS),
                headers.get(Headers.DEAD_ANSWER),
                number(headers.get(Headers.DEAD_GENERATION)),
                headers.getOrDefault(Headers.DEAD_SERVICE, "unknown"),
                headers.getOrDefault(Headers.DEAD_TOPIC, record.topic()),
                number(headers.get(Headers.DEAD_PARTITION)),
                offset(headers.get(Headers.DEAD_OFFSET)),
                headers.get(Headers.DEAD_KEY),
                headers,
                instant(headers.get(Headers.DEAD_AT), record.timestamp()),
                "dead",
                null,
                null);
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                // Postgres text cannot hold U+0000
                headers.put(
                        header.key().replace(NUL, ""),
                        new String(header.value(), StandardCharsets.UTF_8).replace(NUL, ""));
            }
        }
        return headers;
    }

    private static UUID id(ConsumerRecord<String, byte[]> record, Map<String, String> headers) {
        try {
            return UUID.fromString(headers.getOrDefault(Headers.DEAD_ID, ""));
        } catch (IllegalArgumentException missing) {
            return Identity.uuidOf(
                    "dead-letter",
                    record.topic(),
                    String.valueOf(record.partition()),
                    String.valueOf(record.offset()));
        }
    }

    /// The current code. Older records may carry a code from before codes were merged; it is mapped to its successor.
    /// Codes that a mail provider defined (older mail records carry them) are kept unchanged.
    static String code(@Nullable String code) {
        return code == null ? NO_CODE : ErrorCode.find(code).map(ErrorCode::code).orElse(code);
    }

    /// The tenant whose support may see the dead letter: the tenant that the failing service determined, else the
    /// tenant in the record's own header. The record's key is not used: its producer chooses it, and `orders/17` does
    /// not name a tenant.
    private static String tenant(Map<String, String> headers) {
        return Stream.of(Headers.DEAD_TENANT, Headers.CE_TENANT)
                .flatMap(name -> Stream.ofNullable(headers.get(name)))
                .filter(RecipientKey::isTenant)
                .findFirst()
                .orElse(RecipientKey.DEFAULT_TENANT);
    }

    private static @Nullable String recipient(@Nullable String text) {
        return text == null || !RecipientKey.isRecipient(text) ? null : text;
    }

    /// An attribute of the event; null if it is blank or does not fit its column.
    static @Nullable String attribute(Map<String, String> headers, String stated, String own) {
        String text = headers.getOrDefault(stated, headers.getOrDefault(own, ""));
        return text.isBlank() || !EventAttributes.fits(text) ? null : text;
    }

    private static @Nullable Integer number(@Nullable String text) {
        Long number = offset(text);
        return number == null || number > Integer.MAX_VALUE
                ? null
                : Integer.valueOf(number.intValue());
    }

    private static @Nullable Long offset(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }

    private static Instant instant(@Nullable String text, long otherwise) {
        return instant(text).orElseGet(() -> Instant.ofEpochMilli(otherwise));
    }

    /// An instant that fits its column.
    static Optional<Instant> instant(@Nullable String text) {
        try {
            return Optional.ofNullable(text)
                    .map(Instant::parse)
                    .filter(said -> !said.isBefore(Instant.EPOCH) && !said.isAfter(LATEST));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
