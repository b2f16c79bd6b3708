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

/// What the timeline is told of an item. Ids come from what an entry is about, so that one published again repeats it.
public final class ItemTimeline {
    private static final String SOURCE = "carillon:/digest-scheduler";

    private ItemTimeline() {}

    /// A stage of an item's notification.
    ///
    /// @param about what makes the entry one, beside stage and item: a run id or a due instant
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

    /// That an item waits, why, and until when where that is known.
    ///
    /// @param zone the recipient's, in which the text shows the time
    public static OutgoingRecord deferred(Item item, @Nullable Instant dueAt, ZoneId zone) {
        Deferral deferral = item.deferral();
        String due = dueAt == null ? "" : ", due " + TimeText.of(dueAt, zone);
        String text =
                item.single()
                        ? "Waits until "
                                + (dueAt == null ? "the limit opens" : TimeText.of(dueAt, zone))
                                + " and is then sent by itself: "
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

    /// That an item was left out at its due time, or cancelled.
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

    /// That a notification was left out of a refused digest at its due time.
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

    /// That an item was frozen into a digest or released by itself.
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
                        ? "Its time came: it was handed to email by itself."
                        : "Part of the recipient's " + kind + " digest.",
                Map.of("run_id", runId.toString(), "kind", kind));
    }

    private static String channel(Item item) {
        Channel channel = item.deferral().channel();
        return channel.key();
    }
}
