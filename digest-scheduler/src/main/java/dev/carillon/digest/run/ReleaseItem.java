package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.deferral.ItemTimeline;
import dev.carillon.digest.deferral.Items;
import dev.carillon.digest.reference.People;
import dev.carillon.digest.reference.Person;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Freezes the run of a single item, when quiet hours have ended or the quota has opened again.
@Component
class ReleaseItem {
    private final Items items;
    private final People people;
    private final Runs runs;
    private final DigestProperties properties;
    private final Clock clock;

    ReleaseItem(Items items, People people, Runs runs, DigestProperties properties, Clock clock) {
        this.items = items;
        this.people = people;
        this.runs = runs;
        this.properties = properties;
        this.clock = clock;
    }

    /// Freezes and returns the run. Empty when the claim is lost, the item was cancelled, or it waits for the end of
    /// quiet hours.
    @Transactional
    public Optional<Runs.Unsent> release(
            Item item, UUID claim, StatesAnswer states, UUID publisher) {
        Deferral deferral = item.deferral();
        Instant now = clock.instant();
        Instant dueAt = deferral.notBefore() == null ? deferral.decidedAt() : deferral.notBefore();
        String key = deferral.id() + "#" + deferral.generation() + "#" + deferral.channel().key();
        UUID runId =
                Identity.timedUuidOf(dueAt, deferral.tenant(), deferral.recipient(), "single", key);
        Person person = people.find(deferral.recipientKey());
        Optional<Instant> quiet =
                passesQuietHours(deferral) ? Optional.empty() : person.quietUntil(now);
        if (quiet.isPresent()) {
            items.putOff(item, claim, quiet.get());
            return Optional.empty();
        }
        Look look =
                deferral.email() == null
                        ? new Look(LastLook.leaveOut(item, person, states, now), Map.of())
                        : lookInto(deferral.email(), item, person, states, now);
        Optional<String> reason = look.reason();
        boolean ours =
                reason.isPresent()
                        ? items.leaveOutSingle(item, claim, reason.get())
                        : items.takeSingle(item, claim, runId);
        if (!ours) {
            return Optional.empty();
        }
        List<OutgoingRecord> records = new ArrayList<>();
        if (reason.isPresent()) {
            records.add(ItemTimeline.leftOut(item, now, reason.get()));
        } else {
            records.add(RunRecords.email(email(deferral, look.leftOut().keySet(), now)));
            records.add(ItemTimeline.taken(item, now, runId, "single"));
        }
        look.leftOut()
                .forEach((one, why) -> records.add(ItemTimeline.leftOut(item, one, now, why)));
        Runs.Frozen run =
                new Runs.Frozen(
                        runId,
                        deferral.recipientKey(),
                        "single",
                        key,
                        null,
                        dueAt,
                        reason.isPresent() ? 0 : 1,
                        reason.isPresent() ? 1 : 0,
                        records);
        runs.freeze(run, publisher, properties.lease());
        return Optional.of(run.unsent(publisher));
    }

    private static boolean passesQuietHours(Deferral deferral) {
        Notification notification = deferral.notification();
        return notification != null
                && (notification.critical() || notification.priority() == Priority.URGENT);
    }

    /// The result of the checks before sending.
    ///
    /// @param reason why nothing is sent; empty when something is
    /// @param leftOut notifications left out of a refused digest, with reasons
    private record Look(Optional<String> reason, Map<Notification, String> leftOut) {}

    /// A refused digest is sent without the notifications that are no longer wanted. If none of those it shows is
    /// wanted any more, it is left out, unless it counts others beyond them: then it is sent unchanged.
    private static Look lookInto(
            EmailMessage digest, Item item, Person person, StatesAnswer states, Instant now) {
        Map<Notification, String> leftOut = new LinkedHashMap<>();
        for (Notification shown : digest.notifications()) {
            LastLook.leaveOut(shown, item.deferral().channel(), person, states, now)
                    .ifPresent(why -> leftOut.put(shown, why));
        }
        if (leftOut.size() < digest.notifications().size()) {
            return new Look(Optional.empty(), leftOut);
        }
        if (person.gone() || digest.total() <= leftOut.size()) {
            return new Look(leftOut.values().stream().findFirst(), leftOut);
        }
        return new Look(Optional.empty(), Map.of());
    }

    /// Always uses the next generation, even if email-service never tried this one. If an email of the deferral's own
    /// generation were refused, its new deferral would have this item's key and count as a replay.
    private static EmailMessage email(Deferral deferral, Set<Notification> leftOut, Instant now) {
        int generation = deferral.generation() + 1;
        EmailMessage refused = deferral.email();
        if (refused != null) {
            return new EmailMessage(
                    refused.id(),
                    generation,
                    refused.kind(),
                    refused.tenant(),
                    refused.recipient(),
                    refused.priority(),
                    refused.critical(),
                    refused.notifications().stream().filter(one -> !leftOut.contains(one)).toList(),
                    refused.total() - leftOut.size(),
                    refused.digest(),
                    refused.createdAt(),
                    now);
        }
        Notification notification = deferral.notification();
        if (notification == null) {
            throw new IllegalStateException(
                    "a stored deferral has neither a notification nor an email");
        }
        return new EmailMessage(
                notification.id(),
                generation,
                EmailMessage.Kind.IMMEDIATE,
                notification.tenant(),
                notification.recipient(),
                notification.priority(),
                notification.critical(),
                List.of(notification),
                1,
                null,
                notification.createdAt(),
                now);
    }
}
