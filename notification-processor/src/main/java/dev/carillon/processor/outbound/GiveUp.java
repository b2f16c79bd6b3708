package dev.carillon.processor.outbound;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.Quoted;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Ends the processing of a record, or of one of its types or recipients, with a dead letter and a timeline entry of
/// stage `failed`.
@Component
public class GiveUp {
    private static final Logger log = LoggerFactory.getLogger(GiveUp.class);

    private final DeadLetters deadLetters;
    private final Timeline timeline;
    private final MeterRegistry meters;

    GiveUp(DeadLetters deadLetters, Timeline timeline, MeterRegistry meters) {
        this.deadLetters = deadLetters;
        this.timeline = timeline;
        this.meters = meters;
        for (ErrorCode code : ErrorCode.values()) {
            if (code.places().contains(ErrorCode.Place.DEAD_LETTER)) {
                letters(code);
            }
        }
    }

    /// @param event null when the event could not be read; then there is a dead letter but no timeline entry
    public void giveUp(
            ConsumerRecord<String, byte[]> record,
            @Nullable EventReference event,
            DeadLetterFacts facts,
            Instant now,
            Outbound out) {
        out.add(record, deadLetters.of(record, facts));
        if (event != null && event.id() != null) {
            failed(record, event, facts, null, now, out);
        }
        letters(facts.code()).increment();
        log.warn(
                "{}-{}@{} became a dead letter: {} ({})",
                record.topic(),
                record.partition(),
                record.offset(),
                facts.message(),
                facts.code());
    }

    /// Adds a `failed` timeline entry for one recipient, without a dead letter: one dead letter stands for all
    /// recipients of the record.
    public void failed(
            ConsumerRecord<String, byte[]> record,
            EventReference event,
            DeadLetterFacts facts,
            @Nullable UUID notificationId,
            Instant now,
            Outbound out) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("code", facts.code().code());
        details.put("reason", facts.message());
        put(details, "field", facts.field());
        put(details, "allowed", facts.allowed());
        put(details, "expression", facts.expression());
        String recipient = facts.recipient();
        boolean valid = recipient != null && RecipientKey.isRecipient(recipient);
        if (!valid) {
            put(details, "recipient", recipient);
        }
        out.add(
                record,
                timeline.failed(
                        event,
                        facts.type(),
                        valid ? recipient : null,
                        notificationId,
                        valid || recipient == null
                                ? facts.code().code()
                                : facts.code().code() + Identity.uuidOf(recipient),
                        now,
                        valid
                                ? "Not sent: the notification type or the event has a fault. Support can look it up."
                                : inFull(facts),
                        details));
    }

    /// The full text, for support. Nobody else can read an entry without a valid recipient.
    private static String inFull(DeadLetterFacts facts) {
        StringBuilder text = new StringBuilder("Not sent: ").append(facts.message());
        if (facts.recipient() != null) {
            text.append("; the recipient id is ").append(Quoted.of(facts.recipient()));
        }
        if (facts.expression() != null) {
            text.append("; the expression is ").append(Quoted.of(facts.expression()));
        }
        if (facts.field() != null) {
            text.append("; the field is ").append(Quoted.of(facts.field()));
        }
        if (facts.allowed() != null) {
            text.append(", allowed is ").append(facts.allowed());
        }
        return text.append(". A dead letter holds the event.").toString();
    }

    private Counter letters(ErrorCode code) {
        return Counter.builder("carillon.dead.letters")
                .description("Records that became dead letters in this service, by error code")
                .tag("code", code.code())
                .register(meters);
    }

    private static void put(Map<String, Object> details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
