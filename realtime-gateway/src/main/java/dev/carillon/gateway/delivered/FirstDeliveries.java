package dev.carillon.gateway.delivered;

import dev.carillon.events.Identity;
import dev.carillon.events.InboxRow;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.gateway.publish.Lane;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Records the first delivery of each notification. Later deliveries, to other tabs or after a resume, are recognised
/// as long as the notification is among the newest [#REMEMBERED]. Replicas that deliver the same notification write the
/// same entry id. Thread-safe; never blocks for long.
public final class FirstDeliveries {
    private static final int REMEMBERED = 20_000;

    private final Lane lane;
    private final Clock clock;
    private final String source;
    private final Set<UUID> known =
            Collections.newSetFromMap(Collections.synchronizedMap(new Bounded()));

    public FirstDeliveries(Lane lane, Clock clock, String source) {
        this.lane = lane;
        this.clock = clock;
        this.source = source;
    }

    /// Called when the notification was written to a client.
    public void delivered(RecipientKey recipient, InboxRow row) {
        if (row.deleted() || !known.add(row.id())) {
            return;
        }
        Instant now = clock.instant();
        UUID id = row.id();
        String type = row.type();
        lane.offer(
                () -> outgoing(recipient, id, type, now),
                () -> {
                    // the lane counts and logs failures
                });
    }

    private OutgoingRecord outgoing(
            RecipientKey recipient, UUID notificationId, @Nullable String type, Instant at) {
        UUID entryId = Identity.uuidAbout(notificationId, Stages.DELIVERED, recipient.toString());
        TimelineEntry entry =
                new TimelineEntry(
                        entryId,
                        Stages.DELIVERED,
                        at,
                        recipient.tenant(),
                        notificationId,
                        null,
                        null,
                        type,
                        recipient.recipient(),
                        null,
                        Map.of(),
                        "Delivered to an open page.",
                        Map.of());
        return OutgoingRecord.of(
                Topics.TIMELINE,
                entry.recordKey(),
                RecordTypes.TIMELINE,
                entryId.toString(),
                source,
                at,
                recipient.tenant(),
                null,
                entry);
    }

    private static final class Bounded extends LinkedHashMap<UUID, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
