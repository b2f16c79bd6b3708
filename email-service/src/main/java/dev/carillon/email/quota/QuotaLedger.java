package dev.carillon.email.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The quota in Postgres. Uses the primary keys of `quota_days` and `quota_ledger`, which begin with account and day.
@Component
class QuotaLedger {
    private final JdbcClient jdbc;

    QuotaLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A row that a rebuild counts.
    record Counted(UUID id, int generation, boolean granted) {}

    /// @param state state of the row; `asked` for a new row
    record Asked(long epoch, String state) {}

    /// Commits a row in state `asked`; an existing row is not changed.
    @Transactional
    public Asked ask(Ask ask, LocalDate day, Instant now) {
        jdbc.sql("insert into quota_days (account, day) values (?, ?) on conflict do nothing")
                .param(ask.account())
                .param(day)
                .update();
        jdbc.sql(
                        """
                        insert into quota_ledger
                            (account, day, message_id, generation, recipient, lane, epoch, state, asked_at)
                        select ?, ?, ?, ?, ?, ?, epoch, 'asked', ?
                        from quota_days where account = ? and day = ?
                        on conflict do nothing
                        """)
                .params(
                        ask.account(),
                        day,
                        ask.id(),
                        ask.generation(),
                        ask.recipient().toString(),
                        ask.lane().key(),
                        now.atOffset(ZoneOffset.UTC),
                        ask.account(),
                        day)
                .update();
        return jdbc.sql(
                        """
                        select d.epoch, l.state from quota_days d join quota_ledger l using (account, day)
                        where account = ? and day = ? and message_id = ? and generation = ?
                        """)
                .params(ask.account(), day, ask.id(), ask.generation())
                .query((row, n) -> new Asked(row.getLong(1), row.getString(2)))
                .single();
    }

    long epoch(String account, LocalDate day) {
        return jdbc.sql("select epoch from quota_days where account = ? and day = ?")
                .params(account, day)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void answer(Ask ask, LocalDate day, String state) {
        jdbc.sql(
                        """
                        update quota_ledger set state = ?
                        where account = ? and day = ? and message_id = ? and generation = ? and state = 'asked'
                        """)
                .params(state, ask.account(), day, ask.id(), ask.generation())
                .update();
    }

    /// Grants an email without Redis and increments the day's epoch, so that no older Redis counter is
    /// trusted any more.
    @Transactional
    public void grantPastRedis(Ask ask, LocalDate day) {
        raiseEpoch(ask.account(), day);
        answer(ask, day, "granted");
    }

    /// Refunds a row. Returns when it was asked; empty when there is nothing to refund.
    Optional<Instant> refund(String account, LocalDate day, UUID id, int generation) {
        return jdbc.sql(
                        """
                        update quota_ledger set state = 'refunded'
                        where account = ? and day = ? and message_id = ? and generation = ?
                          and state in ('asked', 'granted')
                        returning asked_at
                        """)
                .params(account, day, id, generation)
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }

    void raiseEpoch(String account, LocalDate day) {
        jdbc.sql(
                        """
                        insert into quota_days (account, day, epoch) values (?, ?, 1)
                        on conflict (account, day) do update set epoch = quota_days.epoch + 1
                        """)
                .params(account, day)
                .update();
    }

    /// The epoch and rows of a day, read in one transaction, and what recipients received from all accounts in the
    /// current hour.
    @Transactional(isolation = org.springframework.transaction.annotation.Isolation.REPEATABLE_READ)
    public Snapshot snapshot(String account, LocalDate day, Instant hour) {
        long epoch = epoch(account, day);
        List<Counted> counted =
                jdbc.sql(
                                """
                                select message_id, generation, state from quota_ledger
                                where account = ? and day = ? and state in ('asked', 'granted')
                                """)
                        .params(account, day)
                        .query((row, n) ->
                                new Counted(
                                        row.getObject(1, UUID.class),
                                        row.getInt(2),
                                        row.getString(3).equals("granted")))
                        .list();
        Map<String, Integer> thisHour = new HashMap<>();
        jdbc.sql(
                        """
                        select l.recipient, count(*) from quota_days d join quota_ledger l using (account, day)
                        where d.day = ? and l.asked_at >= ? and l.state in ('asked', 'granted')
                        group by l.recipient
                        """)
                .params(day, hour.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    thisHour.put(row.getString(1), row.getInt(2));
                });
        return new Snapshot(epoch, counted, thisHour);
    }

    /// @param thisHour number of emails by recipient, for all accounts
    record Snapshot(long epoch, List<Counted> counted, Map<String, Integer> thisHour) {}

    /// True for the one replica that may send this alert.
    boolean takeAlert(String account, LocalDate day, int percent, Instant now) {
        return jdbc.sql(
                                """
                                insert into quota_alerts (account, day, percent, sent_at) values (?, ?, ?, ?)
                                on conflict do nothing
                                """)
                        .params(account, day, percent, now.atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }

    long used(String account, LocalDate day) {
        return jdbc.sql(
                        """
                        select count(*) from quota_ledger
                        where account = ? and day = ? and state in ('asked', 'granted')
                        """)
                .params(account, day)
                .query(Long.class)
                .single();
    }

    /// Deletes at most `limit` entries of earlier days. Uses the primary key.
    int forgetEntries(LocalDate day, int limit) {
        return jdbc.sql(
                        """
                        delete from quota_ledger where ctid = any(array(
                            select l.ctid from quota_days d join quota_ledger l using (account, day) where d.day < ? limit ?))
                        """)
                .param(day)
                .param(limit)
                .update();
    }

    /// Deletes the rows of earlier days that have no entries left.
    void forgetDays(LocalDate day) {
        jdbc.sql(
                        """
                        delete from quota_days d where d.day < ? and not exists
                            (select 1 from quota_ledger l where l.account = d.account and l.day = d.day)
                        """)
                .param(day)
                .update();
        jdbc.sql("delete from quota_alerts where day < ?").param(day).update();
    }
}
