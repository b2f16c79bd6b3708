package dev.carillon.api.trigger;

import dev.carillon.api.preference.StoredPreferences;
import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.trigger.IdempotencyKeys.Scoped;
import dev.carillon.api.type.Types;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.events.rest.TriggerAnswer;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.observability.Trace;
import dev.carillon.platform.outbox.TransactionalOutbox;
import dev.carillon.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/// Accepts a trigger: checks it, stores it with the records to publish, and answers with the notification ids that the
/// processor will use.
@Component
class SubmitNotification {
    static final String ROUTE = "POST /api/v1/notifications";

    private final Types types;
    private final Recipients recipients;
    private final StoredPreferences preferences;
    private final RequestTable requests;
    private final IdempotencyKeys keys;
    private final TransactionalOutbox outbox;
    private final TransactionOperations transaction;
    private final Arrivals arrivals;
    private final Clock clock;
    private final String source;

    SubmitNotification(
            Types types,
            Recipients recipients,
            StoredPreferences preferences,
            RequestTable requests,
            IdempotencyKeys keys,
            TransactionalOutbox outbox,
            TransactionOperations transaction,
            Arrivals arrivals,
            Clock clock,
            CarillonProperties carillon) {
        this.types = types;
        this.recipients = recipients;
        this.preferences = preferences;
        this.requests = requests;
        this.keys = keys;
        this.outbox = outbox;
        this.transaction = transaction;
        this.arrivals = arrivals;
        this.clock = clock;
        this.source = carillon.source();
    }

    /// @param replayed whether this is the stored answer of an earlier call with the same key
    record Submitted(TriggerAnswer answer, boolean replayed) {}

    Submitted submit(Caller caller, JsonNode body, @Nullable String idempotencyKey) {
        Optional<Scoped> key =
                Optional.ofNullable(idempotencyKey)
                        .map(given -> Scoped.of(caller, ROUTE, given, body));
        return transaction.execute(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Optional<String> before = key.flatMap(scoped -> keys.take(scoped, now));
            if (before.isPresent()) {
                byte[] json = before.get().getBytes(StandardCharsets.UTF_8);
                return new Submitted(EventJson.read(json, TriggerAnswer.class), true);
            }
            TriggerAnswer answer = accept(caller, body);
            key.ifPresent(scoped -> keys.store(scoped, answer, now));
            return new Submitted(answer, false);
        });
    }

    private TriggerAnswer accept(Caller caller, JsonNode body) {
        Arrivals.Arrival arrival = arrivals.next();
        Instant now = arrival.at();
        TriggerBody trigger = TriggerBody.read(body, types.current(caller.tenant()), types, now);
        UUID requestId = Identity.timedUuidOf(now, caller.tenant(), UUID.randomUUID().toString());
        NotificationRequest request = request(caller, requestId, trigger, arrival);
        List<TriggerAnswer.Target> targets =
                trigger.recipients().stream()
                        .map(who -> new TriggerAnswer.Target(who, request.notificationId(who)))
                        .toList();
        requests.add(requestId, request, targets);
        outbox.append(List.of(record(request), accepted(request, targets)));
        return new TriggerAnswer(request.requestId(), targets);
    }

    private NotificationRequest request(
            Caller caller, UUID requestId, TriggerBody trigger, Arrivals.Arrival arrival) {
        Map<String, Long> known = recipients.versions(caller.tenant(), trigger.recipients());
        Map<String, Long> set = preferences.versions(caller.tenant(), trigger.recipients());
        List<RequestedRecipient> requested =
                trigger.recipients().stream()
                        .map(who ->
                                new RequestedRecipient(
                                        who,
                                        known.getOrDefault(who, 0L),
                                        set.getOrDefault(who, 0L)))
                        .toList();
        return new NotificationRequest(
                caller.tenant(),
                requestId.toString(),
                null,
                caller.recipient(),
                arrival.at(),
                arrival.place(),
                requested,
                trigger.type(),
                trigger.typeVersion(),
                trigger.title(),
                trigger.message(),
                trigger.priority(),
                trigger.level(),
                trigger.category(),
                trigger.data(),
                trigger.actionUrl(),
                trigger.imageUrl(),
                trigger.expiresAt(),
                trigger.channels());
    }

    private OutgoingRecord record(NotificationRequest request) {
        return OutgoingRecord.of(
                Topics.REQUESTS,
                request.requestId(),
                RecordTypes.REQUEST,
                request.eventId(),
                NotificationRequest.SOURCE,
                request.acceptedAt(),
                request.tenant(),
                Trace.currentTraceparent(),
                request);
    }

    /// For one recipient, it is the first stage of that notification; for several, it belongs to the request.
    private OutgoingRecord accepted(
            NotificationRequest request, List<TriggerAnswer.Target> targets) {
        TriggerAnswer.Target only = targets.size() == 1 ? targets.getFirst() : null;
        UUID entryId =
                only == null
                        ? Identity.uuidOf(Stages.ACCEPTED, request.tenant(), request.requestId())
                        : Identity.uuidAbout(only.id(), Stages.ACCEPTED);
        TimelineEntry entry =
                new TimelineEntry(
                        entryId,
                        Stages.ACCEPTED,
                        request.acceptedAt(),
                        request.tenant(),
                        only == null ? null : only.id(),
                        NotificationRequest.SOURCE,
                        request.eventId(),
                        request.identityType(),
                        only == null ? null : only.recipient(),
                        request.requestId(),
                        Map.of(),
                        "Requested by " + request.caller() + ".",
                        Map.of("caller", request.caller(), "recipients", targets.size()));
        return OutgoingRecord.of(
                Topics.TIMELINE,
                entry.recordKey(),
                RecordTypes.TIMELINE,
                entryId.toString(),
                source,
                request.acceptedAt(),
                request.tenant(),
                Trace.currentTraceparent(),
                entry);
    }
}
