package dev.carillon.email.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.email.EmailContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// More rows than one batch, in each table. Shares the context of MailboxIT.
@TestPropertySource(
        properties = {
            "carillon.public-url=https://app.example",
            "carillon.email.quota.day=20",
            "carillon.email.quota.recipient-hour=3"
        })
class HousekeepingIT extends EmailContext {
    private static final String ACCOUNT = "housekeeping";

    @Autowired private Housekeeping housekeeping;

    /// Rows of other tests have lower positions than the old rows of this test, but later times.
    @BeforeEach
    void emptyMailbox() {
        jdbc.update("delete from mailbox");
    }

    @AfterEach
    void clear() {
        jdbc.update("delete from quota_ledger where account = ?", ACCOUNT);
        jdbc.update("delete from quota_days where account = ?", ACCOUNT);
        jdbc.update("delete from mailbox where tenant = ?", ACCOUNT);
    }

    @Test
    void dropsLedgerAndMailboxOnceTheyAreOlderThanAnythingReads() {
        Instant old = now().minus(Duration.ofDays(36));
        Instant young = now().minus(Duration.ofDays(34));
        count(old, 2_500);
        count(young, 3);
        mails(old, 1_200);
        mails(young, 2);

        housekeeping.tidy();

        assertThat(rows("quota_ledger where account")).isEqualTo(3);
        assertThat(rows("quota_days where account")).isEqualTo(1);
        assertThat(rows("mailbox where tenant")).isEqualTo(2);
    }

    @Test
    void goesOnWhereAPartFails() {
        mails(now().minus(Duration.ofDays(36)), 1);
        jdbc.execute("alter table quota_days rename to quota_days_away");
        try {
            housekeeping.tidy();
        } finally {
            jdbc.execute("alter table quota_days_away rename to quota_days");
        }

        assertThat(rows("mailbox where tenant")).isZero();
    }

    @Test
    void aReportedMailIsKeptForTheRetentionAndAnUnreportedOneForGood() {
        Instant edge = now().minus(Duration.ofDays(35));
        mail("over", edge.minusMillis(1), true);
        mail("kept", edge, true);
        mail("unreported", edge.minus(Duration.ofDays(9)), false);

        housekeeping.tidy();

        assertThat(
                        jdbc.queryForList(
                                "select reason from messages where tenant = ?",
                                String.class,
                                ACCOUNT))
                .containsExactlyInAnyOrder("kept", "unreported");
        jdbc.update("delete from messages where tenant = ?", ACCOUNT);
    }

    /// Leased, so that no worker takes it.
    private void mail(String reason, Instant changedAt, boolean told) {
        OffsetDateTime at = changedAt.atOffset(ZoneOffset.UTC);
        jdbc.update(
                """
                insert into messages (id, tenant, recipient, generation, state, reason, kind, priority, critical,
                    notification_ids, record_topic, record_partition, record_offset, record_time, record_headers, record_value,
                    next_attempt_at, redrive_at, admitted_at, changed_at, told, lease_token, lease_until)
                values (gen_random_uuid(), ?, 'ann', 0, 'sent', ?, 'immediate', 'medium', false, '{}', 't', 0, 0, ?, '{}',
                    ''::bytea, ?, ?, ?, ?, ?, gen_random_uuid(), now() + interval '1 day')
                """,
                ACCOUNT,
                reason,
                at,
                at,
                at,
                at,
                at,
                told);
    }

    private void count(Instant at, int entries) {
        jdbc.update(
                "insert into quota_days (account, day) values (?, ?)",
                ACCOUNT,
                at.atOffset(ZoneOffset.UTC).toLocalDate());
        jdbc.update(
                """
                insert into quota_ledger (account, day, message_id, generation, recipient, lane, epoch, state, asked_at)
                select ?, ?, gen_random_uuid(), 1, 'default/ann', 'normal', 0, 'granted', ? from generate_series(1, ?)
                """,
                ACCOUNT,
                at.atOffset(ZoneOffset.UTC).toLocalDate(),
                at.atOffset(ZoneOffset.UTC),
                entries);
    }

    private void mails(Instant at, int mails) {
        jdbc.update(
                """
                insert into mailbox (key, message_id, generation, tenant, recipient, to_address, kind, critical, subject,
                    notification_ids, headers, html, text, received_at)
                select gen_random_uuid(), gen_random_uuid(), 1, ?, 'ann', 'ann@example.com', 'immediate', false, 'Hello', '{}', '{}',
                    '', '', ? from generate_series(1, ?)
                """,
                ACCOUNT,
                at.atOffset(ZoneOffset.UTC),
                mails);
    }

    private long rows(String which) {
        return jdbc.queryForObject("select count(*) from " + which + " = ?", Long.class, ACCOUNT);
    }
}
