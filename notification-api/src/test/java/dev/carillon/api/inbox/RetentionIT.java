package dev.carillon.api.inbox;

import static dev.carillon.api.inbox.InboxWorld.notification;
import static dev.carillon.api.inbox.InboxWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.Notification;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.ChangesPage;
import dev.carillon.test.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

class RetentionIT extends InboxTest {
    @Autowired JdbcTemplate jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired CounterTable counters;
    @Autowired RemoveRows remove;
    @Autowired ActionTable actions;
    @Autowired InboxPartitions running;
    @Autowired InboxProperties properties;

    private SettableClock clock;
    private InboxPartitions partitions;
    private RetainRows retain;

    @BeforeEach
    void retention() {
        clock = SettableClock.at(Instant.now());
        partitions =
                new InboxPartitions(
                        jdbc,
                        transactions,
                        properties,
                        clock,
                        new InboxMetrics(new SimpleMeterRegistry()));
        partitions.ensure();
        retain = retainBy(properties.retentionBatch());
    }

    private RetainRows retainBy(int batch) {
        InboxProperties small =
                new InboxProperties(
                        properties.projectorConcurrency(),
                        properties.bulkConcurrency(),
                        properties.actionConcurrency(),
                        properties.memory(),
                        properties.readRetention(),
                        properties.tombstoneRetention(),
                        properties.actionMemory(),
                        properties.monthsBack(),
                        properties.monthsAhead(),
                        properties.expiryInterval(),
                        properties.retentionInterval(),
                        batch,
                        properties.crossTenantServices());
        return new RetainRows(
                jdbc, transactions, counters, remove, actions, partitions, small, clock);
    }

    @Test
    void anExpiredRowLeavesListAndCountsAtItsInstant() {
        RecipientKey who = somebody();
        Instant due = InboxWorld.now().plus(Duration.ofMinutes(10));
        Notification brief = InboxWorld.expiring(notification(who, "comment"), due);
        world.notify(brief, notification(who, "comment"));
        String cursor = world.list(who, "").cursor();
        ExpireRows expire = new ExpireRows(jdbc, remove, clock);

        clock.set(due.minusMillis(1));
        assertThat(expire.run()).contains(due);
        assertThat(world.counts(who).unread().total()).isEqualTo(2);
        clock.set(due);
        assertThat(expire.run()).isEmpty();

        assertThat(world.counts(who).unread().total()).isEqualTo(1);
        assertThat(world.counts(who).seq()).isEqualTo(3);
        assertThat(world.all(who)).hasSize(1);
        assertThat(world.changes(who, cursor).items())
                .singleElement()
                .matches(row -> row.deleted() && row.id().equals(brief.id()));
        assertThat(world.stream(who, 3).get(3L).action()).isEqualTo("expired");
    }

    @Test
    void keepsThirteenMonthsBackAndTwoAhead() {
        YearMonth now = YearMonth.now(ZoneOffset.UTC);

        assertThat(running.all()).contains(now.minusMonths(13), now, now.plusMonths(2));
        assertThat(running.all()).hasSizeGreaterThanOrEqualTo(16);
        clock.advance(Duration.ofDays(40));
        partitions.ensure();
        assertThat(partitions.all()).contains(now.plusMonths(3));
    }

    @Test
    void readAndArchivedRowsGoAfterNinetyDaysAndTombstonesThirtyLater() {
        RecipientKey who = somebody();
        Notification read = notification(who, "comment");
        Notification archived = notification(who, "comment");
        Notification unread = notification(who, "comment");
        world.notify(read, archived, unread);
        world.send(who, "PATCH", "/" + read.id(), "{\"read\":true}");
        world.send(who, "PATCH", "/" + archived.id(), "{\"archived\":true}");
        String cursor = world.list(who, "").cursor();

        clock.advance(Duration.ofDays(89));
        retain.run();
        assertThat(world.all(who)).hasSize(3);

        clock.advance(Duration.ofDays(2));
        retain.run();
        assertThat(world.all(who)).containsOnlyKeys(unread.id());
        ChangesPage changes = world.changes(who, cursor);
        assertThat(changes.reset()).isFalse();
        assertThat(changes.items()).hasSize(2).allMatch(row -> row.deleted());
        assertThat(changes.counts().unread().total()).isEqualTo(1);

        clock.advance(Duration.ofDays(31));
        retain.run();
        assertThat(rows(who)).isEqualTo(1);
        assertThat(world.changes(who, cursor).reset()).isTrue();
        String now = world.list(who, "").cursor();
        assertThat(world.changes(who, now).reset()).isFalse();
    }

    @Test
    void walksOnPastRowsThatStay() {
        RecipientKey who = somebody();
        Notification[] all = new Notification[25];
        Arrays.setAll(all, i -> notification(who, "comment"));
        world.notify(all);
        List<UUID> ids = Arrays.stream(all).map(Notification::id).sorted().toList();
        List<UUID> read = List.of(ids.get(0), ids.get(1), ids.get(9), ids.get(10), ids.get(24));
        read.forEach(id -> world.send(who, "PATCH", "/" + id, "{\"read\":true}"));
        assertThat(world.counts(who).unread().total()).isEqualTo(20);

        clock.advance(Duration.ofDays(91));
        retainBy(1).run();

        assertThat(world.all(who).keySet()).hasSize(20).doesNotContainAnyElementsOf(read);
        assertThat(world.counts(who).unread().total()).isEqualTo(20);
    }

    @Test
    void aMonthThatFailsDoesNotHoldUpTheOthers() {
        RecipientKey who = somebody();
        Instant past = Instant.now().minus(Duration.ofDays(200));
        Notification old = notification(who, "comment", past);
        Notification fresh = notification(who, "comment");
        world.notify(old, fresh);
        for (Notification each : List.of(old, fresh)) {
            world.send(who, "PATCH", "/" + each.id(), "{\"read\":true}");
        }
        String broken = InboxPartitions.table(YearMonth.from(past.atOffset(ZoneOffset.UTC)));
        clock.advance(Duration.ofDays(91));
        jdbc.execute(
                "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$");
        jdbc.execute(
                "create trigger refuse before update on "
                        + broken
                        + " for each row execute function refuse()");
        try {
            assertThatThrownBy(retain::run).hasMessageContaining("broken");
        } finally {
            jdbc.execute("drop function refuse cascade");
        }

        assertThat(world.all(who)).containsOnlyKeys(old.id());
        retain.run();
        assertThat(world.all(who)).isEmpty();
    }

    @Test
    void aPartitionThatIsOverLeavesTheCountersBeforeItGoes() {
        RecipientKey who = somebody();
        Instant past = Instant.now().minus(Duration.ofDays(300));
        Notification old = notification(who, "comment", past);
        Notification fresh = notification(who, "release");
        world.notify(old, fresh);
        String cursor = world.list(who, "").cursor();
        YearMonth month = YearMonth.from(past.atOffset(ZoneOffset.UTC));

        clock.set(month.plusMonths(14).atDay(2).atStartOfDay().toInstant(ZoneOffset.UTC));
        partitions.ensure();
        retain.run();

        assertThat(partitions.all()).doesNotContain(month);
        assertThat(partitions.hold(old.id())).isFalse();
        assertThat(world.all(who)).containsOnlyKeys(fresh.id());
        assertThat(world.counts(who).unread().byCategory()).containsOnlyKeys("release");
        assertThat(world.changes(who, cursor).reset()).isTrue();
        assertThat(ReceivedCursor.parse(world.list(who, "").cursor()).cursor().seq()).isEqualTo(3);
        world.stream(who, 3);
        running.ensure();
    }

    private long rows(RecipientKey who) {
        return jdbc.queryForObject(
                "select count(*) from inbox where recipient = ?", Long.class, who.recipient());
    }
}
