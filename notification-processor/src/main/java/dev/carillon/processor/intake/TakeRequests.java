package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.UnreadableValueException;
import dev.carillon.processor.outbound.EventReference;
import dev.carillon.processor.outbound.GiveUp;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.reference.People.Wanted;
import dev.carillon.processor.routing.Candidate;
import dev.carillon.processor.rule.CompiledType;
import dev.carillon.processor.rule.MatchEvent;
import dev.carillon.processor.rule.RuleBook;
import dev.carillon.rules.EventFacts;
import dev.carillon.rules.RuleScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Turns requests into candidates. The API has checked them; when something is no longer valid, each recipient gets a
/// `failed` entry.
@Component
class TakeRequests {
    private final TimeLimits limits;
    private final GiveUp giveUp;
    private final IntakeMeters meters;

    TakeRequests(TimeLimits limits, GiveUp giveUp, IntakeMeters meters) {
        this.limits = limits;
        this.giveUp = giveUp;
        this.meters = meters;
    }

    /// A record that was parsed; its type is not looked up yet.
    ///
    /// @param request null when the record became a dead letter
    record Read(
            ConsumerRecord<String, byte[]> record,
            @Nullable NotificationRequest request,
            @Nullable String traceparent) {}

    /// Parses a record. A record that is not a valid request becomes a dead letter.
    Read read(ConsumerRecord<String, byte[]> record, Instant now, Outbound out) {
        Optional<DeadLetterFacts> forgotten = limits.ofRecord(record, now);
        if (forgotten.isPresent()) {
            meters.beyondMemory();
            return givenUp(record, null, forgotten.get(), now, out);
        }
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed ->
                    givenUp(record, null, malformed.facts(), now, out);
            case IncomingRecord.Known known when !known.type().equals(RecordTypes.REQUEST) ->
                    givenUp(
                            record,
                            reference(known),
                            DeadLetterFacts.of(
                                            ErrorCode.UNKNOWN_RECORD_TYPE,
                                            "records of type "
                                                    + known.type()
                                                    + " are not supported in this topic")
                                    .withField("ce_type", RecordTypes.REQUEST),
                            now,
                            out);
            case IncomingRecord.Known known -> {
                try {
                    NotificationRequest request = known.value(NotificationRequest.class);
                    Optional<DeadLetterFacts> fault = RequestLimits.fault(request);
                    yield fault.isPresent()
                            ? givenUp(record, reference(known), fault.get(), now, out)
                            : new Read(record, request, known.traceparent());
                } catch (UnreadableValueException unreadable) {
                    yield givenUp(record, reference(known), unreadable.facts(), now, out);
                }
            }
        };
    }

    /// Whether the rule book holds at least the version of the type that the caller saw.
    static boolean isCurrent(RuleBook book, NotificationRequest request) {
        return request.type() == null
                || request.typeVersion() == 0
                || book.type(request.tenant(), request.type())
                        .filter(type -> type.type().version() >= request.typeVersion())
                        .isPresent();
    }

    List<Candidate> candidates(Read read, RuleBook book, Instant now, Outbound out) {
        NotificationRequest request = read.request();
        if (request == null) {
            return List.of();
        }
        EventReference event =
                new EventReference(
                        request.tenant(),
                        NotificationRequest.SOURCE,
                        request.eventId(),
                        request.requestId());
        Optional<DeadLetterFacts> untimely = limits.ofEvent(request.acceptedAt(), now);
        if (untimely.isPresent()) {
            failed(read, event, request, untimely.get(), now, out);
            return List.of();
        }
        Optional<CompiledType> type =
                request.type() == null
                        ? Optional.of(CompiledType.adHoc(request.tenant(), request.category()))
                        : book.type(request.tenant(), request.type());
        if (type.isEmpty()) {
            DeadLetterFacts facts =
                    DeadLetterFacts.of(
                                    ErrorCode.UNKNOWN_TYPE,
                                    "there is no notification type " + request.type())
                            .withField("type", "the key of a type that is in force")
                            .withType(request.type());
            failed(read, event, request, facts, now, out);
            return List.of();
        }
        return candidates(read, event, request, type.get(), now, out);
    }

    private List<Candidate> candidates(
            Read read,
            EventReference event,
            NotificationRequest request,
            CompiledType type,
            Instant now,
            Outbound out) {
        Instant time = request.acceptedAt().truncatedTo(ChronoUnit.MILLIS);
        Candidate.Content content = content(read, event, request, type, time);
        List<Candidate> candidates = new ArrayList<>(request.recipients().size());
        for (RequestedRecipient one : request.recipients()) {
            if (!RecipientKey.isRecipient(one.recipient())) {
                DeadLetterFacts facts =
                        DeadLetterFacts.of(
                                        ErrorCode.INVALID_RECIPIENT,
                                        "the request names an invalid recipient")
                                .withField("recipients", RecipientKey.RECIPIENT_ALLOWED)
                                .withType(type.key())
                                .withRecipient(request.tenant(), one.recipient());
                meters.ended("failed");
                giveUp.giveUp(read.record(), event, facts, now, out);
                continue;
            }
            RecipientKey recipient = new RecipientKey(request.tenant(), one.recipient());
            candidates.add(
                    new Candidate(
                            read.record(),
                            event,
                            Candidate.identity(event, type, recipient),
                            request.notificationId(one.recipient()),
                            time,
                            read.traceparent(),
                            type,
                            recipient,
                            "requested",
                            content,
                            new Wanted(one.recipientVersion(), one.preferencesVersion())));
        }
        return candidates;
    }

    private static Candidate.Content content(
            Read read,
            EventReference event,
            NotificationRequest request,
            CompiledType type,
            Instant time) {
        RuleScope scope =
                RuleScope.of(
                        new EventFacts(
                                request.eventId(),
                                NotificationRequest.SOURCE,
                                RecordTypes.REQUEST,
                                null,
                                time,
                                event.tenant()),
                        request.data());
        return new Candidate.Content(
                request.title(),
                request.message(),
                request.priority(),
                request.level(),
                request.data(),
                List.of(),
                request.actionUrl(),
                request.imageUrl(),
                request.expiresAt(),
                request.channels(),
                MatchEvent.dedupKey(type, scope),
                read.record().value().length);
    }

    /// Adds one dead letter for the record, and a `failed` timeline entry for each recipient.
    private void failed(
            Read read,
            EventReference event,
            NotificationRequest request,
            DeadLetterFacts facts,
            Instant now,
            Outbound out) {
        meters.ended("failed");
        giveUp.giveUp(read.record(), event, facts, now, out);
        String type = request.identityType();
        for (RequestedRecipient one : request.recipients()) {
            if (RecipientKey.isRecipient(one.recipient())) {
                RecipientKey key = new RecipientKey(request.tenant(), one.recipient());
                giveUp.failed(
                        read.record(),
                        event,
                        facts.withType(type).withRecipient(key),
                        request.notificationId(one.recipient()),
                        now,
                        out);
            }
        }
    }

    private Read givenUp(
            ConsumerRecord<String, byte[]> record,
            @Nullable EventReference event,
            DeadLetterFacts facts,
            Instant now,
            Outbound out) {
        meters.ended("failed");
        giveUp.giveUp(record, event, facts, now, out);
        return new Read(record, null, null);
    }

    private static @Nullable EventReference reference(IncomingRecord.Known known) {
        return EventLimits.reference(known);
    }
}
