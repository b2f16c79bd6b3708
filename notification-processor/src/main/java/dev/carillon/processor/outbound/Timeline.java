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

/// Makes the records of `timeline`. Their ids depend only on stage and what the entry is about, so a replay adds nothing.
@Component
public class Timeline {
    private final String source;

    Timeline(CarillonProperties service) {
        this.source = service.source();
    }

    /// The one decision about a recipient.
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

    /// What became of an event, or of one type of it, where nobody is told.
    ///
    /// @param type null when it is about the event as a whole
    public OutgoingRecord ended(
            String stage, EventReference event, @Nullable String type, Instant at, String text) {
        return about(stage, event, type, null, null, "", at, text, Map.of());
    }

    /// What was given up, for one type or recipient where it was one.
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
