package dev.carillon.api.trigger;

import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.rest.RequestAnswer;
import dev.carillon.events.rest.TriggerAnswer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/// Requests, and the decision for each of their notifications.
@Component
class RequestTable {
    private static final TypeReference<Map<String, ChannelOutcome>> CHANNELS =
            new TypeReference<>() {};
    private static final String INSERT =
            """
            insert into request (request_id, tenant, caller, type, accepted_at)
            values (?, ?, ?, ?, ?)
            """;
    private static final String INSERT_NOTIFICATIONS =
            """
            insert into request_notification (request_id, ordinal, recipient, notification_id)
            select ?, ordinal, recipient, id
            from unnest(?::text[], ?::uuid[]) with ordinality as asked (recipient, id, ordinal)
            """;
    // by the primary key of request, then of request_notification
    private static final String FIND =
            """
            select n.recipient, n.notification_id, n.channels
            from request r join request_notification n using (request_id)
            where r.request_id = ? and r.tenant = ?
            order by n.ordinal
            """;
    // by request_notification_id; rows are locked in a fixed order, so that two transactions for
    // one request do not deadlock
    private static final String DECIDED =
            """
            update request_notification n set channels = told.channels
            from (
                select n.request_id, n.ordinal, k.channels
                from unnest(?::uuid[], ?::uuid[], ?::jsonb[]) as k (request_id, notification_id, channels)
                join request_notification n using (request_id, notification_id)
                order by n.request_id, n.ordinal
                for update of n
            ) told
            where n.request_id = told.request_id and n.ordinal = told.ordinal
            """;
    // by the primary key of request_notification
    private static final String FAILED =
            """
            update request_notification n set channels = '{}'
            from (
                select n.request_id, n.ordinal
                from unnest(?::uuid[], ?::text[]) as k (request_id, recipient)
                join request_notification n using (request_id, recipient)
                where n.channels is null
                order by n.request_id, n.ordinal
                for update of n
            ) told
            where n.request_id = told.request_id and n.ordinal = told.ordinal
            """;

    private final JdbcTemplate jdbc;

    RequestTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(UUID requestId, NotificationRequest request, List<TriggerAnswer.Target> targets) {
        jdbc.update(
                INSERT,
                requestId,
                request.tenant(),
                request.caller(),
                request.type(),
                Timestamp.from(request.acceptedAt()));
        jdbc.update(
                INSERT_NOTIFICATIONS,
                requestId,
                targets.stream().map(TriggerAnswer.Target::recipient).toArray(String[]::new),
                targets.stream().map(TriggerAnswer.Target::id).toArray(UUID[]::new));
    }

    /// A tenant's request; empty if there is none or it belongs to another tenant.
    Optional<RequestAnswer> find(String tenant, UUID requestId) {
        List<Row> rows =
                jdbc.query(
                        FIND,
                        (row, number) ->
                                new Row(
                                        row.getString(1),
                                        row.getObject(2, UUID.class),
                                        row.getString(3)),
                        requestId,
                        tenant);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean decided = rows.stream().allMatch(row -> row.channels != null);
        return Optional.of(
                new RequestAnswer(
                        requestId.toString(),
                        decided ? RequestAnswer.State.DECIDED : RequestAnswer.State.ACCEPTED,
                        rows.stream().map(Row::decided).toList()));
    }

    /// A notification of a request.
    record Notified(UUID requestId, UUID notificationId) {}

    /// A recipient of a request that could not be notified.
    record Failed(UUID requestId, String recipient) {}

    void decided(Map<Notified, Map<String, ChannelOutcome>> decided) {
        if (decided.isEmpty()) {
            return;
        }
        List<Map.Entry<Notified, Map<String, ChannelOutcome>>> told =
                List.copyOf(decided.entrySet());
        jdbc.update(
                DECIDED,
                told.stream().map(one -> one.getKey().requestId()).toArray(UUID[]::new),
                told.stream().map(one -> one.getKey().notificationId()).toArray(UUID[]::new),
                told.stream()
                        .map(one ->
                                new String(EventJson.write(one.getValue()), StandardCharsets.UTF_8))
                        .toArray(String[]::new));
    }

    void failed(Collection<Failed> failed) {
        if (failed.isEmpty()) {
            return;
        }
        List<Failed> told = List.copyOf(failed);
        jdbc.update(
                FAILED,
                told.stream().map(Failed::requestId).toArray(UUID[]::new),
                told.stream().map(Failed::recipient).toArray(String[]::new));
    }

    /// Deletes at most `limit` requests that were accepted before an instant.
    int forget(Instant before, int limit) {
        return jdbc.update(
                """
                delete from request where request_id = any (array(
                    select request_id from request where accepted_at < ? limit ?))
                """,
                Timestamp.from(before),
                limit);
    }

    private record Row(String recipient, UUID id, @Nullable String channels) {
        RequestAnswer.Decided decided() {
            return new RequestAnswer.Decided(
                    recipient,
                    id,
                    channels == null ? Map.of() : EventJson.mapper().readValue(channels, CHANNELS));
        }
    }
}
