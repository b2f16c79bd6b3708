package dev.carillon.api.deadletter;

import dev.carillon.api.admin.AuditLog;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.outbox.Outbox;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.platform.outbox.TransactionalOutbox;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;

/// Requeues or discards a dead letter, once. Both write a timeline stage and an audit entry.
@Component
class SettleDeadLetter {
    private static final String SOURCE = "carillon:/notification-api";
    private static final String RESERVED = "carillon-dead-";

    private final DeadLetterTable table;
    private final TransactionalOutbox outbox;
    private final TopicNames topics;
    private final AuditLog audit;
    private final DeadLetterProperties properties;
    private final Clock clock;

    SettleDeadLetter(
            DeadLetterTable table,
            TransactionalOutbox outbox,
            TopicNames topics,
            AuditLog audit,
            DeadLetterProperties properties,
            Clock clock) {
        this.table = table;
        this.outbox = outbox;
        this.topics = topics;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /// Publishes the original record again with the same key, headers and value. A mail gets the next generation, so
    /// that it is sent again.
    ///
    /// @throws dev.carillon.platform.web.ProblemException 404 if there is no such letter; 409 if it is already settled,
    ///     has no stored value, or is older than the processor's memory of decisions
    @Transactional
    public DeadLetter requeue(Caller admin, UUID id) {
        DeadLetter letter = locked(admin, id);
        byte[] value = table.value(id);
        if (value.length == 0) {
            throw Problems.conflict(
                    ErrorCode.NO_VALUE,
                    "the record was too large to store here; the original is at "
                            + letter.topic()
                            + "-"
                            + letter.partition()
                            + "@"
                            + letter.offset());
        }
        if (isForgotten(letter)) {
            throw Problems.conflict(
                    ErrorCode.BEYOND_MEMORY,
                    "the record was first written longer than "
                            + properties.requeueWithin().toHours()
                            + " hours ago, and its decisions may be deleted: some recipients would be notified twice");
        }
        outbox.append(List.of(again(letter, value), stage(letter, Stages.REQUEUED)));
        return settled(admin, letter, "requeued");
    }

    /// Only some recipients of an event may have died. The processor skips the others for as long as it keeps their
    /// decisions.
    private boolean isForgotten(DeadLetter letter) {
        return isDecided(topics.baseOf(letter.topic()), letter)
                && firstWritten(letter)
                        .filter(first ->
                                first.isBefore(clock.instant().minus(properties.requeueWithin())))
                        .isPresent();
    }

    private static boolean isDecided(String base, DeadLetter letter) {
        boolean ours = !base.equals(letter.topic());
        return !ours || base.equals(Topics.DOMAIN_EVENTS) || base.equals(Topics.REQUESTS);
    }

    private static Optional<Instant> firstWritten(DeadLetter letter) {
        return DeadLetterListener.instant(letter.headers().get(Headers.DEAD_FIRST_WRITTEN));
    }

    /// Discards the letter: its record is never sent again.
    ///
    /// @throws dev.carillon.platform.web.ProblemException 404 if there is no such letter; 409 if it is already requeued
    @Transactional
    public DeadLetter discard(Caller admin, UUID id) {
        DeadLetter letter = locked(admin, id);
        outbox.append(List.of(stage(letter, Stages.DISCARDED)));
        return settled(admin, letter, "discarded");
    }

    private DeadLetter locked(Caller admin, UUID id) {
        DeadLetter letter =
                table.lock(admin.tenant(), id).orElseThrow(() -> Problems.notFound("dead letter"));
        if (!letter.state().equals("dead")) {
            throw Problems.conflict(
                    ErrorCode.ALREADY_SETTLED, "the dead letter is already " + letter.state());
        }
        return letter;
    }

    private DeadLetter settled(Caller admin, DeadLetter letter, String state) {
        table.settle(letter.id(), state, admin.recipient());
        audit.record(
                admin,
                "dead_letter." + state,
                letter.id().toString(),
                Map.of("topic", letter.topic(), "code", letter.code()));
        return table.find(letter.tenant(), letter.id()).orElseThrow();
    }

    private OutgoingRecord again(DeadLetter letter, byte[] value) {
        String base = topics.baseOf(letter.topic());
        boolean ours = !base.equals(letter.topic());
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.keySet().removeIf(name -> name.startsWith(RESERVED));
        firstWritten(letter)
                .ifPresent(first -> headers.put(Headers.FIRST_WRITTEN, Rfc3339.format(first)));
        headers.put(Headers.REQUEUED_FROM, letter.id().toString());
        boolean mail = base.equals(Topics.EMAIL) || base.equals(Topics.EMAIL_CRITICAL);
        return new OutgoingRecord(
                ours ? base : Outbox.AS_WRITTEN + letter.topic(),
                letter.key() == null ? letter.id().toString() : letter.key(),
                headers,
                mail ? nextGeneration(letter, value) : value);
    }

    private static byte[] nextGeneration(DeadLetter letter, byte[] value) {
        try {
            Map<String, Object> mail = new LinkedHashMap<>(EventJson.readObject(value));
            int died =
                    letter.generation() != null
                            ? letter.generation()
                            : mail.get("generation") instanceof Number number
                                    ? number.intValue()
                                    : 0;
            mail.put("generation", died + 1);
            return EventJson.write(mail);
        } catch (JacksonException unreadable) {
            return value; // the key was unreadable before and still is
        }
    }

    private OutgoingRecord stage(DeadLetter letter, String stage) {
        Instant now = clock.instant();
        TimelineEntry entry =
                new TimelineEntry(
                        Identity.uuidOf(stage, letter.id().toString()),
                        stage,
                        now,
                        letter.tenant(),
                        null,
                        DeadLetterListener.attribute(
                                letter.headers(), Headers.DEAD_EVENT_SOURCE, Headers.CE_SOURCE),
                        letter.eventId() == null ? letter.id().toString() : letter.eventId(),
                        letter.type(),
                        letter.recipient(),
                        null,
                        Map.of(),
                        stage.equals(Stages.REQUEUED)
                                ? "Sent to its original topic again."
                                : "Discarded. It will not be sent again.",
                        Map.of("dead_letter", letter.id().toString(), "code", letter.code()));
        return OutgoingRecord.of(
                Topics.TIMELINE,
                letter.recipient() == null || !RecipientKey.isRecipient(letter.recipient())
                        ? letter.tenant() + "/#" + entry.eventId()
                        : entry.recordKey(),
                RecordTypes.TIMELINE,
                entry.entryId().toString(),
                SOURCE,
                now,
                letter.tenant(),
                null,
                entry);
    }
}
