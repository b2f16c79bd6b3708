package dev.carillon.processor.outbound;

import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonProperties;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Creates records of the topic `timeline`. An entry's id depends only on its stage and subject, so a replay
/// adds no entry.
@Component
public class Timeline {
    private final String source;

    Timeline(CarillonProperties service) {
        this.source = service.source();
    }

    /// The entry for a decision about one recipient.
    public OutgoingRecord decided(
            EventReference event,
            UUID notificationId,
            String type,
            String recipient,
            Instant at,
            Map<String, ChannelOutcome> channels,
            String text,
            Map<String, Object> details,
            @Nullable String traceparent) {
        return record(
                new TimelineEntry(
                        Identity.uuidAbout(notificationId, Stages.DECIDED),
                        Stages.DECIDED,
                        at,
                        event.tenant(),
                        notificationId,
                        event.source(),
                        event.id(),
                        type,
                        recipient,
                        event.requestId(),
                        channels,
                        text,
                        details),
                traceparent);
    }

    /// The entry for an event, or for one of its types, that notifies nobody.
    ///
    /// @param type null when the entry is about the whole event
    public OutgoingRecord ended(
            String stage, EventReference event, @Nullable String type, Instant at, String text) {
        return about(stage, event, type, null, null, "", at, text, Map.of());
    }

    /// The entry for what became a dead letter. Names the type and the recipient when it is about one.
    OutgoingRecord failed(
            EventReference event,
            @Nullable String type,
            @Nullable String recipient,
            @Nullable UUID notificationId,
            String code,
            Instant at,
            String text,
            Map<String, Object> details) {
        return about(
                Stages.FAILED, event, type, recipient, notificationId, code, at, text, details);
    }

    private OutgoingRecord about(
            String stage,
            EventReference event,
            @Nullable String type,
            @Nullable String recipient,
            @Nullable UUID notificationId,
            String code,
            Instant at,
            String text,
            Map<String, Object> details) {
        UUID id =
                Identity.uuidOf(
                        stage,
                        event.tenant(),
                        Objects.requireNonNullElse(event.source(), ""),
                        Objects.requireNonNullElse(event.id(), ""),
                        Objects.requireNonNullElse(type, ""),
                        Objects.requireNonNullElse(recipient, ""),
                        code);
        return record(
                new TimelineEntry(
                        id,
                        stage,
                        at,
                        event.tenant(),
                        notificationId,
                        event.source(),
                        event.id(),
                        type,
                        recipient,
                        event.requestId(),
                        Map.of(),
                        text,
                        details),
                null);
    }

    private OutgoingRecord record(TimelineEntry entry, @Nullable String traceparent) {
        return OutgoingRecord.of(
                Topics.TIMELINE,
                entry.recordKey(),
                RecordTypes.TIMELINE,
                entry.entryId().toString(),
                source,
                entry.at(),
                entry.tenant(),
                traceparent,
                entry);
    }
}
