package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.deferral.Items;
import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.platform.kafka.RecordPublisher;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// One round of everything that is due: digests, single releases, and frozen runs that somebody else left unpublished.
@Component
class RunDue {
    private static final Logger log = LoggerFactory.getLogger(RunDue.class);
    private static final StatesAnswer NOTHING_KNOWN = new StatesAnswer(Set.of(), Set.of());

    private final Schedules schedules;
    private final Items items;
    private final Runs runs;
    private final FreezeDigest freezeDigest;
    private final ReleaseItem releaseItem;
    private final NotificationStates states;
    private final RecordPublisher publisher;
    private final DigestProperties properties;
    private final DigestMetrics metrics;

    RunDue(
            Schedules schedules,
            Items items,
            Runs runs,
            FreezeDigest freezeDigest,
            ReleaseItem releaseItem,
            NotificationStates states,
            RecordPublisher publisher,
            DigestProperties properties,
            DigestMetrics metrics) {
        this.schedules = schedules;
        this.items = items;
        this.runs = runs;
        this.freezeDigest = freezeDigest;
        this.releaseItem = releaseItem;
        this.states = states;
        this.publisher = publisher;
        this.properties = properties;
        this.metrics = metrics;
    }

    /// Whether anything was done, so that another round is worth while at once.
    boolean once() {
        boolean more = digests();
        more |= releases();
        more |= unsent();
        return more;
    }

    /// A digest now, outside its schedule.
    ///
    /// @throws NotificationStates.NoAnswerException when nobody could say what was seen; nothing was done
    Runs.Run manual(RecipientKey recipient, String requestId, java.time.Instant now)
            throws NotificationStates.NoAnswerException {
        Optional<Runs.Run> before = runs.find(recipient, "manual", requestId);
        if (before.isPresent()) {
            return before.get();
        }
        StatesAnswer known =
                statesOf(
                        Map.of(
                                recipient,
                                items.pendingForDigest(recipient, properties.considered())));
        UUID token = UUID.randomUUID();
        try {
            LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
            freezeDigest
                    .freeze(
                            new FreezeDigest.Wanted(
                                    recipient, "manual", requestId, date, now, null),
                            known,
                            token)
                    .ifPresent(run -> publish(List.of(run)));
        } catch (FreezeDigest.AlreadyFrozenException raced) {
            log.debug("the same manual run was asked for twice at once");
        }
        return runs.find(recipient, "manual", requestId).orElseThrow();
    }

    private boolean digests() {
        List<Schedules.Claimed> due = schedules.claimDue(properties.batch(), properties.lease());
        if (due.isEmpty()) {
            return false;
        }
        Map<RecipientKey, List<Item>> pending = new HashMap<>();
        due.forEach(claimed ->
                pending.put(
                        claimed.key(),
                        items.pendingForDigest(claimed.key(), properties.considered())));
        @Nullable StatesAnswer known = tryStates(pending);
        if (known == null) {
            schedules.release(due, properties.retryAfter());
            return false;
        }
        UUID token = UUID.randomUUID();
        List<Runs.Unsent> frozen = new ArrayList<>();
        for (Schedules.Claimed claimed : due) {
            freezeDue(claimed, known, token).ifPresent(frozen::add);
        }
        publish(frozen);
        return true;
    }

    private Optional<Runs.Unsent> freezeDue(
            Schedules.Claimed claimed, StatesAnswer known, UUID token) {
        LocalDate date =
                claimed.date() == null
                        ? LocalDate.ofInstant(claimed.dueAt(), ZoneOffset.UTC)
                        : claimed.date();
        String key = claimed.kind().equals("never") ? claimed.dueAt().toString() : date.toString();
        return freezeDigest.freeze(
                new FreezeDigest.Wanted(
                        claimed.key(), claimed.kind(), key, date, claimed.dueAt(), claimed.token()),
                known,
                token);
    }

    private boolean releases() {
        UUID claim = UUID.randomUUID();
        List<Item> due = items.claimDue(claim, properties.batch(), properties.lease());
        if (due.isEmpty()) {
            return false;
        }
        Map<RecipientKey, List<Item>> byRecipient =
                due.stream().collect(Collectors.groupingBy(item -> item.deferral().recipientKey()));
        @Nullable StatesAnswer known = tryStates(byRecipient);
        if (known == null) {
            items.release(claim, properties.retryAfter());
            return false;
        }
        UUID token = UUID.randomUUID();
        List<Runs.Unsent> frozen = new ArrayList<>();
        for (Item item : due) {
            releaseItem.release(item, claim, known, token).ifPresent(frozen::add);
        }
        publish(frozen);
        return true;
    }

    private boolean unsent() {
        List<Runs.Unsent> lost = runs.claimUnsent(properties.batch(), properties.lease());
        publish(lost);
        return !lost.isEmpty();
    }

    private void publish(List<Runs.Unsent> frozen) {
        if (frozen.isEmpty()) {
            return;
        }
        publisher.publish(frozen.stream().flatMap(run -> run.records().stream()).toList());
        runs.markSent(frozen.stream().map(Runs.Unsent::runId).toList(), frozen.getFirst().token());
        metrics.sent(frozen.size());
    }

    private @Nullable StatesAnswer tryStates(Map<RecipientKey, List<Item>> pending) {
        try {
            StatesAnswer known = statesOf(pending);
            metrics.answered();
            return known;
        } catch (NotificationStates.NoAnswerException e) {
            log.warn("{} due recipients wait: {}", pending.size(), e.getMessage());
            metrics.unanswered();
            return null;
        }
    }

    private StatesAnswer statesOf(Map<RecipientKey, List<Item>> pending)
            throws NotificationStates.NoAnswerException {
        Set<UUID> ids = new HashSet<>();
        pending.values().forEach(waiting -> ids.addAll(ids(waiting)));
        return ids.isEmpty() ? NOTHING_KNOWN : states.of(ids);
    }

    private static Collection<UUID> ids(List<Item> waiting) {
        return waiting.stream()
                .map(item -> item.deferral().notification())
                .filter(Objects::nonNull)
                .map(Notification::id)
                .toList();
    }
}
