package dev.carillon.api.timeline;

import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.EventJson;
import dev.carillon.events.TimelineEntry;
import dev.carillon.platform.database.Columns;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// The table of entries.
@Repository
class TimelineTable {
    private static final TypeReference<Map<String, ChannelOutcome>> CHANNELS =
            new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private static final RowMapper<Stored> STORED =
            (row, number) ->
                    new Stored(
                            new TimelineEntry(
                                    row.getObject("entry_id", UUID.class),
                                    row.getString("stage"),
                                    row.getTimestamp("at").toInstant(),
                                    row.getString("tenant"),
                                    row.getObject("notification_id", UUID.class),
                                    row.getString("event_source"),
                                    row.getString("event_id"),
                                    row.getString("type"),
                                    row.getString("recipient"),
                                    row.getString("request_id"),
                                    EventJson.mapper()
                                            .readValue(row.getString("channels"), CHANNELS),
                                    row.getString("text"),
                                    EventJson.mapper()
                                            .readValue(row.getString("details"), DETAILS)),
                            row.getLong("position"));

    private static final String ADD =
            """
            insert into timeline_entry (entry_id, tenant, recipient, notification_id, event_source, event_id, type,
                request_id, stage, at, channels, text, details, forget_at)
            select * from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::timestamptz[], ?::text[]::jsonb[], ?::text[], ?::text[]::jsonb[], ?::timestamptz[])
            on conflict (entry_id) do nothing returning entry_id
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    TimelineTable(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// @param position breaks ties of `at` in the order of arrival
    record Stored(TimelineEntry entry, long position) {}

    /// Stores entries that are not stored yet, each with the instant from which it may be deleted.
    ///
    /// @return the ids that were added
    Set<UUID> add(List<TimelineEntry> entries, Function<TimelineEntry, Instant> forgetAt) {
        return Set.copyOf(
                batches.query(
                        ADD,
                        Columns.of(entries)
                                .uuid(TimelineEntry::entryId)
                                .text(TimelineEntry::tenant)
                                .text(TimelineEntry::recipient)
                                .uuid(TimelineEntry::notificationId)
                                .text(TimelineEntry::eventSource)
                                .text(TimelineEntry::eventId)
                                .text(TimelineEntry::type)
                                .text(TimelineEntry::requestId)
                                .text(TimelineEntry::stage)
                                .instant(TimelineEntry::at)
                                .text(entry -> json(entry.channels()))
                                .text(TimelineEntry::text)
                                .text(entry -> json(entry.details()))
                                .instant(forgetAt),
                        (row, number) -> row.getObject("entry_id", UUID.class)));
    }

    /// The selector and filters of a query. Exactly one of notification, event and recipient selects the entries;
    /// `viewer` limits them to one person's own.
    record Wanted(
            String tenant,
            @Nullable UUID notificationId,
            @Nullable String eventSource,
            @Nullable String eventId,
            @Nullable String recipient,
            boolean newestFirst,
            @Nullable Place after,
            int limit) {}

    /// The last entry of a page.
    record Place(Instant at, long position) {}

    /// A page of entries. Uses `timeline_of_notification`, `timeline_of_event` or `timeline_of_recipient`.
    List<Stored> find(Wanted wanted) {
        String lead =
                wanted.notificationId() != null
                        ? "notification_id = :notification"
                        : wanted.eventId() != null ? "event_id = :event" : "recipient = :recipient";
        String order = wanted.newestFirst() ? "desc" : "asc";
        JdbcClient.StatementSpec statement =
                jdbc.sql(
                                """
                                select * from timeline_entry where tenant = :tenant and %s
                                  and (:recipient::text is null or recipient = :recipient)
                                  and (:source::text is null or event_source = :source)
                                  and (:at::timestamptz is null or (at, position) %s (:at::timestamptz, :position))
                                order by at %s, position %s limit :limit
                                """
                                        .formatted(
                                                lead,
                                                wanted.newestFirst() ? "<" : ">",
                                                order,
                                                order))
                        .param("tenant", wanted.tenant())
                        .param("recipient", wanted.recipient())
                        .param("source", wanted.eventSource())
                        .param(
                                "at",
                                wanted.after() == null ? null : Timestamp.from(wanted.after().at()))
                        .param("position", wanted.after() == null ? 0L : wanted.after().position())
                        .param("limit", wanted.limit());
        if (wanted.notificationId() != null) {
            statement = statement.param("notification", wanted.notificationId());
        } else if (wanted.eventId() != null) {
            statement = statement.param("event", wanted.eventId());
        }
        return statement.query(STORED).list();
    }

    /// Deletes a bounded number of entries that are past their retention. Uses `timeline_forget`.
    int forget(Instant now, int limit) {
        return jdbc.sql(
                        """
                        delete from timeline_entry where entry_id in
                            (select entry_id from timeline_entry where forget_at < ? order by forget_at limit ?)
                        """)
                .param(Timestamp.from(now))
                .param(limit)
                .update();
    }

    private static String json(Object value) {
        return new String(EventJson.write(value), StandardCharsets.UTF_8);
    }
}
