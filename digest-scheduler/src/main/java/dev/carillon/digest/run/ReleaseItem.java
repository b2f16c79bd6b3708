package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.deferral.ItemTimeline;
import dev.carillon.digest.deferral.Items;
import dev.carillon.digest.reference.People;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Reasons;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Freezes the release of one item: the end of quiet hours, or the quota opens again.
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

    /// Freezes and answers what to publish; nothing when the claim passed or the item was cancelled.
    @Transactional
    public Optional<Runs.Unsent> release(
            Item item, UUID claim, StatesAnswer states, UUID publisher) {
        Deferral deferral = item.deferral();
        Instant now = clock.instant();
        Instant dueAt = deferral.notBefore() == null ? deferral.decidedAt() : deferral.notBefore();
        String key = deferral.id() + "#" + deferral.generation() + "#" + deferral.channel().key();
        UUID runId =
                Identity.timedUuidOf(dueAt, deferral.tenant(), deferral.recipient(), "single", key);
        Optional<String> reason =
                LastLook.leaveOut(item, people.find(deferral.recipientKey()), states, now);
        boolean ours =
                reason.isPresent()
                        ? items.leaveOutSingle(item, claim, reason.get())
                        : items.takeSingle(item, claim, runId);
        if (!ours) {
            return Optional.empty();
        }
        List<OutgoingRecord> records =
                reason.isPresent()
                        ? List.of(ItemTimeline.leftOut(item, now, reason.get()))
                        : List.of(
                                RunRecords.email(email(deferral, now)),
                                ItemTimeline.taken(item, now, runId, "single"));
        runs.freeze(
                new Runs.Frozen(
                        runId,
                        deferral.recipientKey(),
                        "single",
                        key,
                        null,
                        dueAt,
                        reason.isPresent() ? 0 : 1,
                        reason.isPresent() ? 1 : 0,
                        records),
                publisher,
                properties.lease());
        return Optional.of(new Runs.Unsent(runId, records, publisher));
    }

    /// What the quota refused goes with the next generation; what waited for quiet hours was never tried.
    private static EmailMessage email(Deferral deferral, Instant now) {
        int generation = deferral.generation() + (deferral.reason().equals(Reasons.QUOTA) ? 1 : 0);
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
                    refused.notifications(),
                    refused.total(),
                    refused.digest(),
                    refused.createdAt(),
                    now);
        }
        Notification notification = deferral.notification();
        if (notification == null) {
            throw new IllegalStateException("a stored deferral has a notification or a mail");
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
