package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.chaos.Chaos.Settled;
import dev.carillon.drive.BellClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short run with a fixed seed; `./carillon chaos` is the long one. Then the checker is checked: what is spoilt from outside is
/// reported as just that.
class ChaosIT {
    private static final String SOME_ROW =
            """
            (select i.id from api.inbox i where not i.deleted and i.event_source = 'https://chaos.example'
             and i.type <> 'chaos-once' and i.recipient = 'person-12' order by i.id limit 1)
            """;
    private static final String SOME_MAIL =
            "(select key from email.mailbox where kind = 'immediate' order by key limit 1)";
    private static final String SOME_ITEM =
            "(select id from digest.item where state = 'taken' and recipient <> 'nowhere' order by id limit 1)";

    @TempDir Path report;

    @Test
    void nothingIsLostDoubledWrongOrUnexplained() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        boolean whole =
                Chaos.run(
                        new PrintStream(told, true, StandardCharsets.UTF_8),
                        Options.of(
                                "--seconds",
                                "60",
                                "--rate",
                                "20",
                                "--seed",
                                "3",
                                "--report",
                                report.toString()),
                        ChaosIT::spoil);

        assertThat(whole).as(told.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(report.resolve("chaos-3.json")).exists();
    }

    private static void spoil(Settled settled) {
        assertThat(settled.compare()).isEmpty();
        aCounterRaisedByOne(settled);
        aRowUnderAnotherId(settled);
        aMailDeliveredTwice(settled);
        anItemTakenTwice(settled);
        anItemTakenByNoDigest(settled);
        aDecisionForgotten(settled);
        aFrameSwallowed(settled);
        aRowDeleted(settled);
    }

    private static void aCounterRaisedByOne(Settled settled) {
        settled.database()
                .change(
                        "update api.inbox_counter set unread = unread + 1 where recipient = 'person-12'");
        assertThat(reported(settled)).containsExactly("wrong counter");
        settled.database()
                .change(
                        "update api.inbox_counter set unread = unread - 1 where recipient = 'person-12'");
    }

    private static void aRowUnderAnotherId(Settled settled) {
        settled.database()
                .change("create table api.copy as select * from api.inbox where id = " + SOME_ROW);
        settled.database()
                .change(
                        "update api.copy set id = overlay(id::text placing 'ffffffffffff' from 25)::uuid, read_at = now(), seen_at = now()");
        settled.database().change("insert into api.inbox select * from api.copy");
        assertThat(reported(settled)).containsExactly("wrong row");
        settled.database().change("delete from api.inbox where id in (select id from api.copy)");
        settled.database().change("drop table api.copy");
    }

    private static void aMailDeliveredTwice(Settled settled) {
        settled.database()
                .change(
                        "create table email.copy as select * from email.mailbox where key = "
                                + SOME_MAIL);
        settled.database().change("alter table email.copy drop column if exists position");
        settled.database().change("update email.copy set key = key || '-again'");
        settled.database()
                .change(
                        "insert into email.mailbox ("
                                + columns(settled)
                                + ") select "
                                + columns(settled)
                                + " from email.copy");
        assertThat(reported(settled)).containsExactly("duplicate mail");
        settled.database().change("delete from email.mailbox where key like '%-again'");
        settled.database().change("drop table email.copy");
    }

    private static String columns(Settled settled) {
        return String.join(
                ", ",
                settled.database()
                        .all(
                                "select column_name from information_schema.columns where table_schema = 'email' and table_name = 'copy' order by ordinal_position",
                                row -> row.getString(1)));
    }

    private static void anItemTakenTwice(Settled settled) {
        settled.database()
                .change(
                        "create table digest.copy as select * from digest.item where id = "
                                + SOME_ITEM);
        settled.database().change("update digest.copy set generation = generation + 7");
        settled.database().change("insert into digest.item select * from digest.copy");
        assertThat(reported(settled)).containsExactly("duplicate digest item");
        settled.database().change("delete from digest.item where generation >= 7");
        settled.database().change("drop table digest.copy");
    }

    private static void anItemTakenByNoDigest(Settled settled) {
        settled.database()
                .change(
                        "create table digest.copy as select * from digest.item where id = "
                                + SOME_ITEM);
        settled.database()
                .change(
                        "update digest.item set run_id = gen_random_uuid() where id in (select id from digest.copy)");
        assertThat(reported(settled)).containsExactly("lost digest");
        settled.database()
                .change(
                        "update digest.item i set run_id = c.run_id from digest.copy c where i.id = c.id");
        settled.database().change("drop table digest.copy");
    }

    private static void aDecisionForgotten(Settled settled) {
        settled.database()
                .change(
                        "update api.timeline_entry set stage = 'gone' where stage = 'decided' and notification_id = "
                                + SOME_ROW);
        assertThat(reported(settled)).contains("unexplained decision");
        settled.database()
                .change("update api.timeline_entry set stage = 'decided' where stage = 'gone'");
    }

    /// The change was made and published to nobody: the socket waits for it.
    private static void aFrameSwallowed(Settled settled) {
        BellClient bell = settled.bells().getLast();
        settled.database()
                .change(
                        "update api.inbox_counter set seq = seq + 1 where recipient = '"
                                + bell.recipient()
                                + "'");
        assertThat(reported(settled)).containsExactly("lost frame");
        settled.database()
                .change(
                        "update api.inbox_counter set seq = seq - 1 where recipient = '"
                                + bell.recipient()
                                + "'");
    }

    private static void aRowDeleted(Settled settled) {
        settled.database().change("delete from api.inbox where id = " + SOME_ROW);
        assertThat(reported(settled)).contains("lost row");
    }

    private static List<String> reported(Settled settled) {
        return settled.compare().stream()
                .map(finding -> finding.kind().title() + " " + finding.what())
                .distinct()
                .toList();
    }
}
