package dev.carillon.digest.deferral;

import dev.carillon.digest.DigestProperties;
import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/// Consumes deferrals one at a time, through the binding `deferrals-in-0`. A record is done when it is stored and its
/// timeline entry is published, or when its dead letter is published. After any other fault the record is retried
/// without end.
@Component("deferrals")
class DeferralIntake implements Consumer<Message<byte[]>> {
    private static final Logger log = LoggerFactory.getLogger(DeferralIntake.class);
    private static final Set<String> KNOWN =
            Set.of(Reasons.DIGEST, Reasons.QUIET_HOURS, Reasons.QUOTA, Reasons.QUOTA_HOUR);

    private final StoreDeferral storeDeferral;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final DigestProperties properties;
    private final Clock clock;
    private final Counter replays;

    DeferralIntake(
            StoreDeferral storeDeferral,
            RecordPublisher publisher,
            DeadLetters deadLetters,
            DigestProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.storeDeferral = storeDeferral;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.properties = properties;
        this.clock = clock;
        this.replays =
                Counter.builder("carillon.digest.replays")
                        .description("Deferrals that were already stored; they changed nothing")
                        .register(meters);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void accept(Message<byte[]> message) {
        Object raw = message.getHeaders().get(KafkaHeaders.RAW_DATA);
        if (!(raw instanceof ConsumerRecord<?, ?>)) {
            throw new IllegalStateException(
                    "the binding deferrals-in-0 must use the converter rawRecordConverter");
        }
        take((ConsumerRecord<String, byte[]>) raw);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed -> giveUp(record, malformed.facts());
            case IncomingRecord.Known known when !known.type().equals(RecordTypes.DEFERRAL) ->
                    giveUp(
                            record,
                            DeadLetterFacts.of(
                                            ErrorCode.UNKNOWN_RECORD_TYPE,
                                            "the record type "
                                                    + known.type()
                                                    + " is not supported in this topic")
                                    .withField("ce_type", RecordTypes.DEFERRAL));
            case IncomingRecord.Known known -> take(record, known);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, IncomingRecord.Known known) {
        Deferral deferral;
        try {
            deferral = known.value(Deferral.class);
        } catch (UnreadableValueException unreadable) {
            giveUp(record, unreadable.facts());
            return;
        }
        Optional<DeadLetterFacts> fault = fault(deferral);
        if (fault.isPresent()) {
            giveUp(record, fault.get().withRecipient(deferral.tenant(), deferral.recipient()));
            return;
        }
        StoreDeferral.Stored stored = storeDeferral.store(deferral);
        if (stored.isReplay()) {
            replays.increment();
        }
        publisher.publish(ItemTimeline.deferred(stored.item(), stored.dueAt(), stored.zone()));
    }

    private Optional<DeadLetterFacts> fault(Deferral deferral) {
        Optional<String> missing = MissingFields.of(deferral);
        if (missing.isPresent()) {
            return refused(
                    missing.get(), "the deferral lacks the field " + missing.get(), "a value");
        }
        if (!RecipientKey.isTenant(deferral.tenant())
                || !RecipientKey.isRecipient(deferral.recipient())) {
            return refused(
                    "recipient", "the recipient id is not valid", RecipientKey.RECIPIENT_ALLOWED);
        }
        if (!KNOWN.contains(deferral.reason())) {
            return refused(
                    "reason",
                    "the reason " + deferral.reason() + " is unknown",
                    "digest, quiet_hours, quota or hour");
        }
        if (deferral.channel() != Channel.EMAIL) {
            return refused("channel", "the channel cannot be deferred", "email");
        }
        if (deferral.notification() == null && deferral.email() == null) {
            return refused(
                    "notification",
                    "the deferral has neither a notification nor an email",
                    "exactly one of them");
        }
        if (deferral.notBefore() == null && deferral.reason().equals(Reasons.QUOTA_HOUR)) {
            return refused(
                    "not_before",
                    "a deferral for the hourly limit needs the time when the limit resets",
                    "an RFC 3339 instant");
        }
        if (deferral.notBefore() == null && deferral.reason().equals(Reasons.QUIET_HOURS)) {
            return refused(
                    "not_before",
                    "a deferral for quiet hours needs the time when they end",
                    "an RFC 3339 instant");
        }
        if (deferral.decidedAt().isBefore(clock.instant().minus(properties.memory()))) {
            log.error(
                    "refused a deferral of {}: it was decided before the retention of this service (carillon.digest.memory)",
                    deferral.decidedAt());
            return Optional.of(
                    DeadLetterFacts.of(
                                    ErrorCode.BEYOND_MEMORY,
                                    "decided at "
                                            + deferral.decidedAt()
                                            + ", before the retention of this service: it may have been sent already")
                            .withField("decided_at", "an instant within " + properties.memory()));
        }
        return Optional.empty();
    }

    private static Optional<DeadLetterFacts> refused(String field, String message, String allowed) {
        return Optional.of(
                DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, message).withField(field, allowed));
    }

    private void giveUp(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        publisher.publish(deadLetters.of(record, facts));
    }
}
