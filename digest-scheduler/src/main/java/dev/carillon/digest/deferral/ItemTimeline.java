package dev.carillon.digest.deferral;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.ChannelOutcome.Outcome;
import dev.carillon.events.Deferral;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimeText;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Creates timeline entries of items. An entry's id is derived from what it is about, so publishing it again
/// changes nothing.
public final class ItemTimeline {
    private static final String SOURCE = "carillon:/digest-scheduler";

    private ItemTimeline() {}

    /// An entry of an item's notification.
    ///
    /// @param about distinguishes entries of the same stage and item: a run id or a due time
    private static OutgoingRecord timeline(
            Item item,
            String stage,
            String about,
            Instant at,
            ChannelOutcome outcome,
            String text,
            Map<String, Object> details) {
        Deferral deferral = item.deferral();
        Notification notification = deferral.notification();
        TimelineEntry entry =
                new TimelineEntry(
                        Identity.uuidAbout(
                                deferral.id(),
                                stage,
                                Integer.toString(deferral.generation()),
                                channel(item),
                                about),
                        stage,
                        at,
                        deferral.tenant(),
                        deferral.id(),
                        notification == null ? null : notification.eventSource(),
                        notification == null ? null : notification.eventId(),
                        notification == null ? null : notification.type(),
                        deferral.recipient(),
                        null,
                        Map.of(channel(item), outcome),
                        text,
                        details);
        return OutgoingRecord.of(
                Topics.TIMELINE,
                entry.recordKey(),
                RecordTypes.TIMELINE,
                entry.entryId().toString(),
                SOURCE,
                at,
                deferral.tenant(),
                null,
                entry);
    }

    /// The entry that an item waits, with the reason and, if known, until when.
    ///
    /// @param zone the recipient's zone, used for the time in the text
    public static OutgoingRecord deferred(Item item, @Nullable Instant dueAt, ZoneId zone) {
        Deferral deferral = item.deferral();
        String due = dueAt == null ? "" : ", due " + TimeText.of(dueAt, zone);
        String text =
                item.single()
                        ? "Waits until "
                                + (dueAt == null ? "the limit resets" : TimeText.of(dueAt, zone))
                                + " and is then sent as a single email: "
                                + Reasons.meaning(deferral.reason())
                                + "."
                        : "Waits for the recipient's next digest"
                                + due
                                + (deferral.reason().equals(Reasons.DIGEST)
                                        ? "."
                                        : ": " + Reasons.meaning(deferral.reason()) + ".");
        return timeline(
                item,
                Stages.DEFERRED,
                "",
                deferral.decidedAt(),
                new ChannelOutcome(Outcome.DEFERRED, deferral.reason(), null, dueAt),
                text,
                dueAt == null ? Map.of() : Map.of("due_at", dueAt.toString()));
    }

    /// The entry that an item was left out when it was due, or was cancelled.
    public static OutgoingRecord leftOut(Item item, Instant at, String reason) {
        return leftOut(item, at, reason, "");
    }

    private static OutgoingRecord leftOut(Item item, Instant at, String reason, String about) {
        return timeline(
                item,
                Stages.LEFT_OUT,
                about,
                at,
                new ChannelOutcome(Outcome.SUPPRESSED, reason, null, null),
                "Left out of the email: " + Reasons.meaning(reason) + ".",
                Map.of());
    }

    /// The entry that a notification was left out of a refused digest when that was due.
    public static OutgoingRecord leftOut(
            Item digest, Notification shown, Instant at, String reason) {
        Deferral deferral = digest.deferral();
        Item one =
                new Item(
                        new Deferral(
                                shown.id(),
                                deferral.generation(),
                                deferral.channel(),
                                deferral.tenant(),
                                deferral.recipient(),
                                deferral.reason(),
                                deferral.notBefore(),
                                shown,
                                null,
                                deferral.decidedAt()),
                        true);
        return leftOut(one, at, reason, deferral.id().toString());
    }

    /// The entry that an item became part of a digest, or was sent alone.
    public static OutgoingRecord taken(Item item, Instant at, UUID runId, String kind) {
        boolean single = kind.equals("single");
        return timeline(
                item,
                Stages.DIGESTED,
                runId.toString(),
                at,
                new ChannelOutcome(
                        Outcome.SENT,
                        single ? Reasons.RELEASED : item.deferral().reason(),
                        null,
                        null),
                single
                        ? "It was due and was sent to email-service as a single email."
                        : "Part of the recipient's " + kind + " digest.",
                Map.of("run_id", runId.toString(), "kind", kind));
    }

    private static String channel(Item item) {
        Channel channel = item.deferral().channel();
        return channel.key();
    }
}
