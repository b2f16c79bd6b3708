package dev.carillon.gateway;

import dev.carillon.events.Counts;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Level;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.replay.ChangeHead;
import dev.carillon.gateway.replay.RecentChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes of an inbox, as notification-api publishes them.
public final class SampleChanges {
    public static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private SampleChanges() {}

    public static UUID id(long number) {
        return UUID.fromString("019a0000-0000-8000-8000-%012d".formatted(number));
    }

    public static Counts counts(long seq) {
        return new Counts(
                seq,
                new Counts.Tally(2, Map.of("comment", 2L)),
                new Counts.Tally(1, Map.of("comment", 1L)));
    }

    /// Each seq of a recipient has a row with its own id.
    public static UUID id(RecipientKey of, long seq) {
        return Identity.timedUuidOf(AT, of.toString(), String.valueOf(seq));
    }

    public static InboxRow row(RecipientKey of, long seq, String title) {
        return new InboxRow(
                id(of, seq),
                "default",
                "issue-comment",
                "comment",
                Priority.MEDIUM,
                Level.INFO,
                title,
                "Looks good to me",
                Map.of("issue", 7),
                "https://example.com/issues/7",
                null,
                List.of("bob"),
                1,
                null,
                false,
                "issue-comment",
                AT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                seq,
                seq);
    }

    public static InboxChange arrived(RecipientKey to, long epoch, long seq) {
        return arrived(to, epoch, seq, "Bob commented, " + seq);
    }

    public static InboxChange arrived(RecipientKey to, long epoch, long seq, String title) {
        return change(
                InboxChange.Kind.NOTIFICATION,
                to,
                epoch,
                seq,
                row(to, seq, title),
                null,
                null,
                null);
    }

    public static InboxChange change(
            InboxChange.Kind kind,
            RecipientKey to,
            long epoch,
            @Nullable Long seq,
            @Nullable InboxRow row,
            @Nullable String action,
            @Nullable UUID actionId,
            InboxChange.@Nullable ActionError error) {
        return new InboxChange(
                kind,
                to.tenant(),
                to.recipient(),
                epoch,
                seq,
                row,
                action,
                null,
                null,
                actionId,
                error,
                counts(seq == null ? 9 : seq),
                AT);
    }

    /// The change as the window keeps it, at an offset of a partition.
    public static RecentChange recent(InboxChange change, int partition, long offset) {
        byte[] json = EventJson.write(change);
        return new RecentChange(
                change.recipientKey(),
                partition,
                offset,
                AT.toEpochMilli(),
                EventJson.read(json, ChangeHead.class),
                json);
    }
}
