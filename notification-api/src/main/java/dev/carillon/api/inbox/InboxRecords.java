package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.Identity;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The records that the inbox publishes. A record's id is derived from its content, so publishing the same change again
/// gives the same id.
final class InboxRecords {
    private static final String SOURCE = "carillon:/notification-api";

    private InboxRecords() {}

    /// A row was created or revised: its current content, with the `seq` at which that happened. A row that is deleted
    /// by now is published as a change instead.
    static OutgoingRecord notification(
            Counter counter, long seq, StoredRow row, @Nullable String traceparent) {
        return change(
                new InboxChange(
                        row.isDeleted() ? InboxChange.Kind.CHANGED : InboxChange.Kind.NOTIFICATION,
                        row.who().tenant(),
                        row.who().recipient(),
                        counter.epoch(),
                        seq,
                        row.shown(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        counter.counts(),
                        row.storedAt()),
                traceparent);
    }

    /// A row changed.
    static OutgoingRecord changed(
            RecipientKey who,
            long epoch,
            long seq,
            InboxRow row,
            String action,
            @Nullable UUID actionId,
            Counts counts,
            Instant at) {
        return change(
                new InboxChange(
                        InboxChange.Kind.CHANGED,
                        who.tenant(),
                        who.recipient(),
                        epoch,
                        seq,
                        row,
                        action,
                        null,
                        null,
                        actionId,
                        null,
                        counts,
                        at),
                null);
    }

    static OutgoingRecord change(InboxChange change, @Nullable String traceparent) {
        return OutgoingRecord.of(
                Topics.INBOX_CHANGES,
                change.recipientKey().toString(),
                RecordTypes.INBOX_CHANGE,
                id(change).toString(),
                SOURCE,
                change.at(),
                change.tenant(),
                traceparent,
                change);
    }

    /// A timeline stage of a row.
    static OutgoingRecord stage(
            StoredRow row,
            String stage,
            String text,
            Instant at,
            Map<String, Object> details,
            @Nullable String traceparent) {
        UUID entryId = Identity.uuidAbout(row.id(), stage);
        TimelineEntry entry =
                new TimelineEntry(
                        entryId,
                        stage,
                        at,
                        row.who().tenant(),
                        row.id(),
                        row.content().eventSource(),
                        row.content().eventId(),
                        row.content().type(),
                        row.who().recipient(),
                        null,
                        Map.of(),
                        text,
                        details);
        return OutgoingRecord.of(
                Topics.TIMELINE,
                entry.recordKey(),
                RecordTypes.TIMELINE,
                entryId.toString(),
                SOURCE,
                at,
                entry.tenant(),
                traceparent,
                entry);
    }

    private static UUID id(InboxChange change) {
        Long seq = change.seq();
        return Identity.uuidOf(
                "inbox-change",
                change.recipientKey().toString(),
                String.valueOf(change.epoch()),
                seq == null ? "answer/" + change.actionId() : seq.toString());
    }
}
