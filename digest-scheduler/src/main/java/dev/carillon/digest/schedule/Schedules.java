package dev.carillon.digest.schedule;

import dev.carillon.digest.reference.People;
import dev.carillon.digest.reference.Person;
import dev.carillon.events.RecipientKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table that says when each recipient's next digest is due. A transaction locks the row before it changes the
/// recipient's items.
///
/// Leases use the database's clock, so replicas need not agree on the time. Due times use the service's clock.
@Repository
public class Schedules {
    private final JdbcClient jdbc;
    private final People people;
    private final Clock clock;

    Schedules(JdbcClient jdbc, People people, Clock clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.clock = clock;
    }

    /// A claimed recipient whose digest is due.
    ///
    /// @param kind `daily` or `weekly`, or `never` when the pending items must be left out
    public record Claimed(
            RecipientKey key, String kind, Instant dueAt, @Nullable LocalDate date, UUID token) {}

    /// The content of the locked row.
    public record Locked(
            @Nullable UUID token, @Nullable Instant nextDue, @Nullable LocalDate lastDate) {}

    /// Creates the recipient's row if it is missing, and locks it until the transaction ends.
    public Locked lock(RecipientKey key) {
        jdbc.sql("insert into schedule (tenant, recipient) values (?, ?) on conflict do nothing")
                .param(key.tenant())
                .param(key.recipient())
                .update();
        return jdbc.sql(
                        """
                        select token, next_due, last_date from schedule
                        where tenant = ? and recipient = ? for update
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .query((row, number) ->
                        new Locked(
                                row.getObject("token", UUID.class),
                                instant(row, "next_due"),
                                row.getObject("last_date", LocalDate.class)))
                .single();
    }

    /// Claims due recipients under one new token. Skips rows that another replica has locked. Uses the
    /// index `schedule_due`.
    public List<Claimed> claimDue(int limit, Duration lease) {
        UUID token = UUID.randomUUID();
        return jdbc.sql(
                        """
                        update schedule s set token = ?, lease_until = clock_timestamp() + make_interval(secs => ?)
                        from (select tenant, recipient from schedule
                              where next_due <= ? and (lease_until is null or lease_until < clock_timestamp())
                              order by next_due limit ? for update skip locked) due
                        where s.tenant = due.tenant and s.recipient = due.recipient
                        returning s.tenant, s.recipient, s.kind, s.next_due, s.local_date
                        """)
                .param(token)
                .param(lease.toMillis() / 1000.0)
                .param(Timestamp.from(clock.instant()))
                .param(limit)
                .query((row, number) ->
                        new Claimed(
                                new RecipientKey(
                                        row.getString("tenant"), row.getString("recipient")),
                                row.getString("kind"),
                                row.getTimestamp("next_due").toInstant(),
                                row.getObject("local_date", LocalDate.class),
                                token))
                .list();
    }

    /// Renews the leases of claims that wait to be processed.
    public void renew(List<Claimed> claimed, Duration lease) {
        hold(claimed, claimed.getFirst().token(), lease);
    }

    /// Releases claims after the given time, if the token still holds them.
    public void release(List<Claimed> claimed, Duration retryAfter) {
        hold(claimed, null, retryAfter);
    }

    /// Postpones a claimed digest to the end of the current quiet hours. It keeps its date.
    public void putOff(Claimed claimed, Instant until) {
        jdbc.sql(
                        """
                        update schedule set next_due = ?, token = null, lease_until = null
                        where tenant = ? and recipient = ? and token = ?
                        """)
                .param(Timestamp.from(until))
                .param(claimed.key().tenant())
                .param(claimed.key().recipient())
                .param(claimed.token())
                .update();
    }

    private void hold(List<Claimed> claimed, @Nullable UUID token, Duration until) {
        jdbc.sql(
                        """
                        update schedule s set token = ?, lease_until = clock_timestamp() + make_interval(secs => ?)
                        from unnest(?::text[], ?::text[]) as k(tenant, recipient)
                        where s.tenant = k.tenant and s.recipient = k.recipient and s.token = ?
                        """)
                .param(token)
                .param(until.toMillis() / 1000.0)
                .param(claimed.stream().map(each -> each.key().tenant()).toArray(String[]::new))
                .param(claimed.stream().map(each -> each.key().recipient()).toArray(String[]::new))
                .param(claimed.getFirst().token())
                .update();
    }

    /// Computes the next due time and ends any claim on the row. The caller's transaction must hold the row's lock.
    ///
    /// @param pending whether any item waits for a digest; without one, nothing is due
    /// @param ranOn the local date of a run that was just frozen, or null
    public Optional<Instant> reschedule(
            RecipientKey key, Locked locked, boolean pending, @Nullable LocalDate ranOn) {
        Person person = people.find(key);
        LocalDate lastDate = ranOn == null ? locked.lastDate() : ranOn;
        Instant now = clock.instant();
        Optional<DigestCalendar.Due> due =
                pending
                        ? DigestCalendar.next(
                                person.digest(), person.quietHours(), person.zone(), now, lastDate)
                        : Optional.empty();
        boolean leaveOut = pending && due.isEmpty();
        Instant at = leaveOut ? now : due.map(DigestCalendar.Due::at).orElse(null);
        jdbc.sql(
                        """
                        update schedule set kind = ?, next_due = ?, local_date = ?, last_date = ?, token = null, lease_until = null
                        where tenant = ? and recipient = ?
                        """)
                .param(leaveOut ? "never" : due.map(DigestCalendar.Due::kind).orElse(null))
                .param(at == null ? null : Timestamp.from(at))
                .param(due.map(DigestCalendar.Due::date).orElse(null))
                .param(lastDate)
                .param(key.tenant())
                .param(key.recipient())
                .update();
        return Optional.ofNullable(at);
    }

    /// When the recipient's next digest is due; empty when none is.
    public Optional<Instant> nextDue(RecipientKey key) {
        return jdbc.sql(
                        "select next_due from schedule where tenant = ? and recipient = ? and next_due is not null")
                .param(key.tenant())
                .param(key.recipient())
                .query((row, number) -> row.getTimestamp("next_due").toInstant())
                .optional();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
