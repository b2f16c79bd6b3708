package dev.carillon.email.delivery;

import dev.carillon.email.provider.Mail;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The tables `messages` and `attempts`. Claims use the index `messages_due`. Leases use the database's clock, which
/// all replicas share. Due times use the service's clock.
@Component
class Messages {
    private static final String LEASE = "now() + interval '10 seconds'";
    private static final String FREE = "(lease_until is null or lease_until < now())";

    /// How long the table leaves a retry to its retry topic, and a finished email to the worker that finished it.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;

    Messages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A validated record.
    record Arrival(EmailMessage content, StoredRecord record) {}

    /// Inserts new emails, and admits a higher generation of a refused or dead one. Every other record is a replay and
    /// changes nothing.
    ///
    /// @return the number of rows that changed
    @Transactional
    public int admit(List<Arrival> arrivals, Instant now) {
        int[][] changed =
                jdbc.batchUpdate(
                        """
                        insert into messages
                            (id, tenant, recipient, generation, state, kind, priority, critical, notification_ids,
                             record_topic, record_partition, record_offset, record_key, record_time, record_headers,
                             record_value, next_attempt_at, redrive_at, admitted_at, changed_at)
                        values (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?)
                        on conflict (id) do update set
                            generation = excluded.generation, state = 'waiting', reason = null,
                            kind = excluded.kind, priority = excluded.priority, critical = excluded.critical,
                            notification_ids = excluded.notification_ids, record_topic = excluded.record_topic,
                            record_partition = excluded.record_partition, record_offset = excluded.record_offset,
                            record_key = excluded.record_key, record_time = excluded.record_time,
                            record_headers = excluded.record_headers, record_value = excluded.record_value,
                            provider = null, account = null, to_address = null, subject = null, mail = null,
                            attempts = 0, failures = 0, maybe_accepted = false, first_begun_at = null,
                            quota_day = null, looked_up = 0, next_attempt_at = excluded.next_attempt_at,
                            redrive_at = excluded.redrive_at, lease_token = null, lease_until = null,
                            not_before = null, error_class = null, status = null, answer = null,
                            provider_id = null, told = false, changed_at = excluded.changed_at
                        where messages.generation < excluded.generation and messages.state in ('refused', 'dead')
                        """,
                        arrivals,
                        100,
                        (statement, arrival) -> set(statement, arrival, at(now)));
        int taken = 0;
        for (int[] batch : changed) {
            for (int rows : batch) {
                taken += rows == 0 ? 0 : 1;
            }
        }
        return taken;
    }

    /// Claims due emails: unfinished ones, and finished ones whose outcome is not published yet.
    List<Claim> claimDue(boolean critical, Instant now, int limit) {
        UUID token = UUID.randomUUID();
        return jdbc
                .query(
                        "update messages set lease_token = ?, lease_until = "
                                + LEASE
                                + """
                                 where id in (
                                    select id from messages
                                    where not told and critical = ? and redrive_at <= ? and
                                """
                                + FREE
                                + " order by redrive_at limit ? for update skip locked) returning *",
                        MessageRows::message,
                        token,
                        critical,
                        at(now),
                        limit)
                .stream()
                .map(message -> new Claim(message, token))
                .toList();
    }

    /// Claims one email for its retry. Empty when it is not due, is leased, or is finished.
    Optional<Claim> claim(UUID id, int generation, Instant now) {
        UUID token = UUID.randomUUID();
        return jdbc
                .query(
                        "update messages set lease_token = ?, lease_until = "
                                + LEASE
                                + " where id = ? and generation = ? and state in ('waiting', 'begun')"
                                + " and next_attempt_at <= ? and "
                                + FREE
                                + " returning *",
                        MessageRows::message,
                        token,
                        id,
                        generation,
                        at(now))
                .stream()
                .map(message -> new Claim(message, token))
                .findFirst();
    }

    /// Renews the leases of claims.
    void renew(Collection<Claim> claims) {
        jdbc.batchUpdate(
                "update messages set lease_until = " + LEASE + " where id = ? and lease_token = ?",
                List.copyOf(claims),
                100,
                (statement, claim) -> {
                    statement.setObject(1, claim.message().id());
                    statement.setObject(2, claim.token());
                });
    }

    /// Commits the beginning of an attempt, with the frozen email. From now on the provider may have received it.
    ///
    /// @return the email as begun; empty when another worker took over the claim
    @Transactional
    public Optional<Message> begin(
            Claim claim,
            String provider,
            String account,
            Mail mail,
            @Nullable LocalDate quotaDay,
            Instant now) {
        Message message = claim.message();
        boolean interrupted = message.state() == MessageState.BEGUN;
        Optional<Message> begun =
                jdbc
                        .query(
                                """
                                update messages set
                                    state = 'begun', provider = ?, account = ?, mail = coalesce(mail, ?::json),
                                    to_address = ?, subject = ?, attempts = attempts + 1,
                                    failures = failures + ?, maybe_accepted = maybe_accepted or ?,
                                    first_begun_at = coalesce(first_begun_at, ?), quota_day = ?,
                                    reason = null, changed_at = ?,
                                    lease_until = now() + interval '10 seconds'
                                where id = ? and generation = ? and lease_token = ? and state = ?
                                returning *
                                """,
                                MessageRows::message,
                                provider,
                                account,
                                EventJson.mapper().writeValueAsString(mail),
                                mail.to(),
                                mail.subject(),
                                interrupted ? 1 : 0,
                                interrupted,
                                at(now),
                                quotaDay,
                                at(now),
                                message.id(),
                                message.generation(),
                                claim.token(),
                                message.state().key())
                        .stream()
                        .findFirst();
        begun.ifPresent(row -> {
            if (interrupted) {
                endAttempt(
                        row.id(), row.generation(), row.attempts() - 1, "interrupted", null, now);
            }
            jdbc.update(
                    """
                    insert into attempts (message_id, generation, number, provider, account,
                                          idempotency_key, lease_token, begun_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    row.id(),
                    row.generation(),
                    row.attempts(),
                    provider,
                    account,
                    row.envelope().key(),
                    claim.token(),
                    at(now));
        });
        return begun;
    }

    /// Stores an attempt's outcome.
    ///
    /// @return the email after it; empty when another worker took over the claim
    @Transactional
    public Optional<Message> after(
            Claim claim, Transition transition, String outcome, Instant now) {
        Optional<Message> row =
                switch (transition) {
                    case Transition.End end -> end(claim, end, now);
                    case Transition.Again again ->
                            waits(
                                    claim,
                                    new Wait(again.at(), again.at().plus(GRACE), "retry", 1, 0),
                                    again.failure(),
                                    again.maybeAccepted(),
                                    now);
                    case Transition.Pause pause ->
                            waits(
                                    claim,
                                    new Wait(pause.at(), pause.at(), pause.reason(), 0, 0),
                                    pause.failure(),
                                    false,
                                    now);
                };
        Failure failure =
                switch (transition) {
                    case Transition.End end -> end.failure();
                    case Transition.Again again -> again.failure();
                    case Transition.Pause pause -> pause.failure();
                };
        row.ifPresent(message ->
                endAttempt(
                        message.id(),
                        message.generation(),
                        message.attempts(),
                        outcome,
                        failure,
                        now));
        return row;
    }

    /// Ends an email without an attempt.
    @Transactional
    public Optional<Message> end(Claim claim, Transition.End end, Instant now) {
        Failure failure = end.failure();
        return jdbc
                .query(
                        """
                        update messages set
                            state = ?, reason = ?, error_class = ?, status = ?, answer = ?, provider_id = ?,
                            not_before = ?, maybe_accepted = maybe_accepted or ?, redrive_at = ?, changed_at = ?
                        where id = ? and generation = ? and lease_token = ? and state in ('waiting', 'begun')
                        returning *
                        """,
                        MessageRows::message,
                        end.state().key(),
                        end.reason(),
                        failure == null ? null : failure.errorClass(),
                        failure == null ? null : failure.status(),
                        failure == null ? null : failure.answer(),
                        end.providerId(),
                        end.notBefore() == null ? null : at(end.notBefore()),
                        end.state() == MessageState.UNKNOWN,
                        at(now.plus(GRACE)),
                        at(now),
                        claim.message().id(),
                        claim.message().generation(),
                        claim.token())
                .stream()
                .findFirst();
    }

    /// Releases a claim and sets the time of the next one. A begun email stays begun.
    void putOff(Claim claim, Instant until, String reason, boolean lookedUp) {
        jdbc.update(
                """
                update messages set next_attempt_at = ?, redrive_at = ?, reason = ?, looked_up = looked_up + ?,
                                    lease_token = null, lease_until = null
                where id = ? and generation = ? and lease_token = ? and state in ('waiting', 'begun')
                """,
                at(until),
                at(until),
                reason,
                lookedUp ? 1 : 0,
                claim.message().id(),
                claim.message().generation(),
                claim.token());
    }

    /// Marks a finished email as reported: the broker acknowledged every record that follows from it.
    void told(Claim claim) {
        jdbc.update(
                """
                update messages set told = true, lease_token = null, lease_until = null
                where id = ? and generation = ? and lease_token = ?
                """,
                claim.message().id(),
                claim.message().generation(),
                claim.token());
    }

    int forget(Instant before, int limit) {
        return jdbc.update(
                """
                delete from messages where id in
                    (select id from messages where told and changed_at < ? limit ?)
                """,
                at(before),
                limit);
    }

    private record Wait(Instant at, Instant redriveAt, String reason, int failures, int lookedUp) {}

    private Optional<Message> waits(
            Claim claim, Wait wait, Failure failure, boolean maybeAccepted, Instant now) {
        return jdbc
                .query(
                        """
                        update messages set
                            state = 'waiting', reason = ?, failures = failures + ?,
                            maybe_accepted = maybe_accepted or ?, next_attempt_at = ?, redrive_at = ?,
                            error_class = ?, status = ?, answer = ?, changed_at = ?,
                            lease_token = null, lease_until = null
                        where id = ? and generation = ? and lease_token = ? and state = 'begun'
                        returning *
                        """,
                        MessageRows::message,
                        wait.reason(),
                        wait.failures(),
                        maybeAccepted,
                        at(wait.at()),
                        at(wait.redriveAt()),
                        failure.errorClass(),
                        failure.status(),
                        failure.answer(),
                        at(now),
                        claim.message().id(),
                        claim.message().generation(),
                        claim.token())
                .stream()
                .findFirst();
    }

    private void endAttempt(
            UUID id,
            int generation,
            int number,
            String outcome,
            @Nullable Failure failure,
            Instant now) {
        jdbc.update(
                """
                update attempts set ended_at = ?, outcome = ?, error_class = ?, status = ?, answer = ?
                where message_id = ? and generation = ? and number = ? and ended_at is null
                """,
                at(now),
                outcome,
                failure == null ? null : failure.errorClass(),
                failure == null ? null : failure.status(),
                failure == null ? null : failure.answer(),
                id,
                generation,
                number);
    }

    private static void set(PreparedStatement statement, Arrival arrival, OffsetDateTime now)
            throws SQLException {
        EmailMessage content = arrival.content();
        StoredRecord record = arrival.record();
        statement.setObject(1, content.id());
        statement.setString(2, content.tenant());
        statement.setString(3, content.recipient());
        statement.setInt(4, content.generation());
        statement.setString(5, content.kind().name().toLowerCase(Locale.ROOT));
        statement.setString(6, content.priority().name().toLowerCase(Locale.ROOT));
        statement.setBoolean(7, content.critical());
        statement.setArray(
                8,
                statement
                        .getConnection()
                        .createArrayOf(
                                "uuid",
                                content.notifications().stream()
                                        .map(notification -> notification.id())
                                        .toArray()));
        statement.setString(9, record.topic());
        statement.setInt(10, record.partition());
        statement.setLong(11, record.offset());
        statement.setString(12, record.key());
        statement.setObject(13, at(record.time()));
        statement.setString(14, EventJson.mapper().writeValueAsString(record.headers()));
        statement.setBytes(15, record.value());
        statement.setObject(16, now);
        statement.setObject(17, now);
        statement.setObject(18, now);
        statement.setObject(19, now);
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
