package dev.carillon.digest.run;

import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// The table of runs. There is one run per (recipient, kind, key). The key is the local date, a manual run's request
/// id, or a single item's id and generation.
@Repository
class Runs {
    /// Kind of a row that only holds frozen timeline entries. Lists of runs do not show it.
    static final String TIMELINE = "timeline";

    private static final TypeReference<List<OutgoingRecord>> RECORDS = new TypeReference<>() {};

    private static final RowMapper<Run> RUN =
            (row, number) ->
                    new Run(
                            row.getObject("run_id", UUID.class),
                            new RecipientKey(row.getString("tenant"), row.getString("recipient")),
                            row.getString("kind"),
                            row.getObject("local_date", LocalDate.class),
                            row.getTimestamp("due_at").toInstant(),
                            row.getTimestamp("frozen_at").toInstant(),
                            Optional.ofNullable(row.getTimestamp("sent_at"))
                                    .map(Timestamp::toInstant)
                                    .orElse(null),
                            row.getInt("items"),
                            row.getInt("left_out"));

    private final JdbcClient jdbc;
    private final Clock clock;

    Runs(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A run, as support sees it.
    record Run(
            UUID runId,
            RecipientKey recipient,
            String kind,
            @Nullable LocalDate date,
            Instant dueAt,
            Instant frozenAt,
            @Nullable Instant sentAt,
            int items,
            int leftOut) {}

    /// A frozen run that is being published.
    record Unsent(
            UUID runId,
            RecipientKey recipient,
            String kind,
            List<OutgoingRecord> records,
            UUID token) {
        boolean isTimeline() {
            return kind.equals(TIMELINE);
        }
    }

    /// What is stored when a run is frozen.
    record Frozen(
            UUID runId,
            RecipientKey recipient,
            String kind,
            String key,
            @Nullable LocalDate date,
            Instant dueAt,
            int items,
            int leftOut,
            List<OutgoingRecord> records) {
        /// This run, to be published by the holder of the token.
        Unsent unsent(UUID token) {
            return new Unsent(runId, recipient, kind, records, token);
        }
    }

    /// Freezes timeline entries that belong to no email. Any worker publishes them.
    ///
    /// @param key makes the row unique
    void freezeTimeline(RecipientKey recipient, String key, List<OutgoingRecord> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        UUID id =
                Identity.timedUuidOf(now, recipient.tenant(), recipient.recipient(), TIMELINE, key);
        freeze(
                new Frozen(id, recipient, TIMELINE, key, null, now, 0, 0, entries),
                id,
                Duration.ZERO);
    }

    /// Freezes a run and leases it to the caller. Returns false when a run of this kind and key already exists.
    boolean freeze(Frozen run, UUID token, Duration lease) {
        return jdbc.sql(
                                """
                                insert into run (run_id, tenant, recipient, kind, run_key, local_date, due_at, frozen_at, items,
                                    left_out, records, token, lease_until)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                                on conflict do nothing
                                """)
                        .param(run.runId())
                        .param(run.recipient().tenant())
                        .param(run.recipient().recipient())
                        .param(run.kind())
                        .param(run.key())
                        .param(run.date())
                        .param(Timestamp.from(run.dueAt()))
                        .param(Timestamp.from(clock.instant()))
                        .param(run.items())
                        .param(run.leftOut())
                        .param(EventJson.write(run.records()))
                        .param(token)
                        .param(lease.toMillis() / 1000.0)
                        .update()
                > 0;
    }

    /// Claims frozen runs whose publisher's lease ended, under a new token. Uses the index `run_unsent`.
    List<Unsent> claimUnsent(int limit, Duration lease) {
        UUID token = UUID.randomUUID();
        return jdbc.sql(
                        """
                        update run r set token = ?, lease_until = clock_timestamp() + make_interval(secs => ?)
                        from (select run_id from run where sent_at is null and lease_until < clock_timestamp()
                              order by frozen_at limit ? for update skip locked) lost
                        where r.run_id = lost.run_id returning r.run_id, r.tenant, r.recipient, r.kind, r.records
                        """)
                .param(token)
                .param(lease.toMillis() / 1000.0)
                .param(limit)
                .query((row, number) ->
                        new Unsent(
                                row.getObject("run_id", UUID.class),
                                new RecipientKey(
                                        row.getString("tenant"), row.getString("recipient")),
                                row.getString("kind"),
                                EventJson.mapper().readValue(row.getBytes("records"), RECORDS),
                                token))
                .list();
    }

    /// Marks runs as sent and deletes their frozen records, if the token still holds the lease.
    void markSent(Collection<UUID> runIds, UUID token) {
        jdbc.sql(
                        """
                        update run set sent_at = ?, records = null, token = null, lease_until = null
                        where run_id = any (?) and token = ?
                        """)
                .param(Timestamp.from(clock.instant()))
                .param(runIds.toArray(UUID[]::new))
                .param(token)
                .update();
    }

    /// The run of this kind and key. Uses the table's unique key.
    Optional<Run> find(RecipientKey recipient, String kind, String key) {
        return jdbc.sql(
                        "select * from run where tenant = ? and recipient = ? and kind = ? and run_key = ?")
                .param(recipient.tenant())
                .param(recipient.recipient())
                .param(kind)
                .param(key)
                .query(RUN)
                .optional();
    }

    /// Runs of a recipient, or of the whole tenant, newest first, only those older than the position. Uses the
    /// index `run_of_recipient`.
    List<Run> list(
            String tenant, @Nullable String recipient, @Nullable Position before, int limit) {
        Timestamp at = before == null ? null : Timestamp.from(before.frozenAt());
        UUID id = before == null ? null : before.runId();
        return jdbc.sql(
                        """
                        select * from run where tenant = ? and kind <> ? and (?::text is null or recipient = ?)
                          and (?::timestamptz is null or (frozen_at, run_id) < (?::timestamptz, ?::uuid))
                        order by frozen_at desc, run_id desc limit ?
                        """)
                .param(tenant)
                .param(TIMELINE)
                .param(recipient)
                .param(recipient)
                .param(at)
                .param(at)
                .param(id)
                .param(limit)
                .query(RUN)
                .list();
    }

    /// The last run of a page.
    record Position(Instant frozenAt, UUID runId) {}

    /// Deletes at most `limit` runs that were sent before the instant. Uses the index `run_sent`.
    int forgetSentBefore(Instant before, int limit) {
        return jdbc.sql(
                        "delete from run where run_id in (select run_id from run where sent_at < ? order by sent_at limit ?)")
                .param(Timestamp.from(before))
                .param(limit)
                .update();
    }
}
