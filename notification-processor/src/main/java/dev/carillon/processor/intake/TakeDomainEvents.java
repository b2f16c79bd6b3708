package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Stages;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.UnreadableValueException;
import dev.carillon.processor.outbound.EventReference;
import dev.carillon.processor.outbound.GiveUp;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.outbound.Timeline;
import dev.carillon.processor.reference.People.Wanted;
import dev.carillon.processor.routing.Candidate;
import dev.carillon.processor.rule.CompiledType;
import dev.carillon.processor.rule.Match;
import dev.carillon.processor.rule.MatchEvent;
import dev.carillon.processor.rule.RuleBook;
import dev.carillon.rules.EventFacts;
import dev.carillon.rules.RuleScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Turns domain events into candidates. The timeline records how each event ended: no rule matched, no recipient,
/// decided, or failed.
@Component
class TakeDomainEvents {
    private final TimeLimits limits;
    private final Timeline timeline;
    private final GiveUp giveUp;
    private final IntakeMeters meters;

    TakeDomainEvents(TimeLimits limits, Timeline timeline, GiveUp giveUp, IntakeMeters meters) {
        this.limits = limits;
        this.timeline = timeline;
        this.giveUp = giveUp;
        this.meters = meters;
    }

    /// Returns the candidates of one record. Timeline entries and dead letters are added to `out`.
    List<Candidate> take(
            ConsumerRecord<String, byte[]> record, RuleBook book, Instant now, Outbound out) {
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed -> {
                failed(record, EventLimits.reference(malformed), malformed.facts(), now, out);
                yield List.of();
            }
            case IncomingRecord.Known known -> take(new Event(record, known, now), book, out);
        };
    }

    /// An event being evaluated.
    private record Event(
            ConsumerRecord<String, byte[]> record, IncomingRecord.Known known, Instant now) {
        EventReference reference() {
            return new EventReference(known.tenant(), known.source(), known.id(), null);
        }

        Instant time() {
            Instant time = known.time();
            return (time != null ? time : Instant.ofEpochMilli(record.timestamp()))
                    .truncatedTo(ChronoUnit.MILLIS);
        }
    }

    private List<Candidate> take(Event event, RuleBook book, Outbound out) {
        Optional<DeadLetterFacts> unfit = EventLimits.fault(event.known());
        if (unfit.isPresent()) {
            failed(event.record(), null, unfit.get(), event.now(), out);
            return List.of();
        }
        Optional<DeadLetterFacts> forgotten = limits.ofRecord(event.record(), event.now());
        if (forgotten.isPresent()) {
            meters.beyondMemory();
            failed(event.record(), event.reference(), forgotten.get(), event.now(), out);
            return List.of();
        }
        List<CompiledType> types = book.forEvent(event.known().tenant(), event.known().type());
        if (types.isEmpty()) {
            meters.skipped();
            end(
                    Stages.NO_MATCH,
                    event,
                    null,
                    "No notification type has a rule for events of type "
                            + event.known().type()
                            + ".",
                    out);
            return List.of();
        }
        Optional<DeadLetterFacts> untimely = limits.ofEvent(event.time(), event.now());
        if (untimely.isPresent()) {
            failed(event.record(), event.reference(), untimely.get(), event.now(), out);
            return List.of();
        }
        try {
            return match(event, types, scope(event), out);
        } catch (UnreadableValueException unreadable) {
            failed(event.record(), event.reference(), malformed(unreadable), event.now(), out);
            return List.of();
        }
    }

    private static DeadLetterFacts malformed(UnreadableValueException unreadable) {
        DeadLetterFacts facts = unreadable.facts();
        String field = facts.field();
        boolean whole = field == null || field.equals("data");
        return DeadLetterFacts.of(
                        ErrorCode.MALFORMED_EVENT,
                        whole
                                ? "the event's data must be a JSON object: " + facts.message()
                                : "the event's data." + facts.message())
                .withField(
                        whole ? "data" : "data." + field,
                        whole ? "a JSON object" : facts.allowed());
    }

    private static RuleScope scope(Event event) {
        IncomingRecord.Known known = event.known();
        Map<String, Object> data = known.object();
        return RuleScope.of(
                new EventFacts(
                        known.id(),
                        known.source(),
                        known.type(),
                        known.subject(),
                        event.time(),
                        known.tenant()),
                data);
    }

    private List<Candidate> match(
            Event event, List<CompiledType> types, RuleScope scope, Outbound out) {
        List<Candidate> candidates = new ArrayList<>();
        List<String> untrue = new ArrayList<>();
        for (CompiledType type : types) {
            Match match = MatchEvent.match(type, event.known().type(), scope);
            match.failures().forEach(failure -> failed(event, type, failure, out));
            match.picks().forEach(pick -> candidates.add(candidate(event, type, pick)));
            if (match.picks().isEmpty() && match.failures().isEmpty()) {
                if (match.matched()) {
                    end(
                            Stages.NO_RECIPIENT,
                            event,
                            type.key(),
                            "The rules of " + type.key() + " yield no recipient.",
                            out);
                } else {
                    untrue.add(type.key());
                }
            }
        }
        if (untrue.size() == types.size()) {
            end(
                    Stages.NO_MATCH,
                    event,
                    null,
                    "No condition was true in the rules of " + String.join(", ", untrue) + ".",
                    out);
        }
        if (!candidates.isEmpty()) {
            meters.ended("decided");
        }
        return candidates;
    }

    private Candidate candidate(Event event, CompiledType type, Match.Pick pick) {
        RecipientKey recipient = new RecipientKey(event.known().tenant(), pick.recipient());
        EventReference reference = event.reference();
        Match.Picked picked = pick.picked();
        Identity identity = Candidate.identity(reference, type, recipient);
        return new Candidate(
                event.record(),
                reference,
                identity,
                identity.notificationId(event.time(), event.record().offset()),
                event.time(),
                event.known().traceparent(),
                type,
                recipient,
                "rule",
                new Candidate.Content(
                        null,
                        null,
                        null,
                        null,
                        picked.data(),
                        picked.actors(),
                        picked.actionUrl(),
                        picked.imageUrl(),
                        null,
                        Set.of(),
                        picked.dedupKey(),
                        picked.bytes()),
                Wanted.ANY);
    }

    private void failed(Event event, CompiledType type, Match.Failure failure, Outbound out) {
        DeadLetterFacts facts =
                DeadLetterFacts.of(failure.code(), "type " + type.key() + ": " + failure.message())
                        .withType(type.key())
                        .withExpression(failure.expression())
                        .withRecipient(event.known().tenant(), failure.recipient());
        if (failure.field() != null) {
            facts = facts.withField(failure.field(), failure.allowed());
        }
        failed(event.record(), event.reference(), facts, event.now(), out);
    }

    private void failed(
            ConsumerRecord<String, byte[]> record,
            @Nullable EventReference event,
            DeadLetterFacts facts,
            Instant now,
            Outbound out) {
        meters.ended("failed");
        giveUp.giveUp(record, event, facts, now, out);
    }

    private void end(String stage, Event event, @Nullable String type, String text, Outbound out) {
        meters.ended(stage);
        out.add(event.record(), timeline.ended(stage, event.reference(), type, event.now(), text));
    }
}
