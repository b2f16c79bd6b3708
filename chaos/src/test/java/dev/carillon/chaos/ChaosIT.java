package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.chaos.proxy.Direction;
import dev.carillon.chaos.proxy.Hit;
import dev.carillon.chaos.proxy.TcpProxy;
import dev.carillon.drive.ArrivedMail;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.EventLog;
import dev.carillon.local.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short run with a fixed seed; `./carillon chaos` is the long one. It also tests the checker: data damaged from
/// outside must be reported, and nothing else.
class ChaosIT {
    private static final String SOME_ROW =
            """
            (select i.id from api.inbox i where not i.deleted and i.event_source = 'https://chaos.example'
             and i.type <> 'chaos-once' and i.recipient = 'person-12' order by i.id limit 1)
            """;
    private static final String SOME_ITEM =
            "(select id from digest.item where state = 'taken' and recipient <> 'nowhere' order by id limit 1)";

    /// All faults except those that stop both replicas of a service, which takes longer than this run.
    private static final String QUICK =
            EnumSet.complementOf(EnumSet.of(Fault.REWIND_OFFSETS, Fault.ROLL)).stream()
                    .map(Fault::title)
                    .collect(Collectors.joining(","));

    @TempDir Path report;

    /// Soft assertions, so that one failed check does not hide the next.
    private final SoftAssertions softly = new SoftAssertions();

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Test
    void nothingIsLostDoubledWrongOrUnexplained() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        boolean whole =
                Chaos.run(
                        new PrintStream(told, true, StandardCharsets.UTF_8),
                        Options.of(
                                "--seconds",
                                "45",
                                "--rate",
                                "20",
                                "--seed",
                                "3",
                                "--faults",
                                QUICK,
                                "--report",
                                report.toString()),
                        this::spoil);

        assertThat(whole).as(told.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(report.resolve("chaos-3.json")).exists();
        assertThat(report.resolve("chaos-3.html")).content().contains("All promises held");
    }

    private void spoil(Settled settled) {
        Findings whole = settled.compare();
        softly.assertThat(whole.all()).isEmpty();
        softly.assertThat(whole.figures())
                .as("bells were away")
                .containsKey("bells that received resync");
        aCounterRaisedByOne(settled);
        aRowUnderAnotherId(settled);
        aMarkUndone(settled);
        aMailDeliveredTwice(settled);
        aMailLostOnItsWay(settled);
        aMailWithAnotherBody(settled);
        anItemTakenTwice(settled);
        anItemMovedToAnotherDigest(settled);
        anItemTakenByNoDigest(settled);
        aRowOfTheLedgerRemoved(settled);
        aMailRefundedThatWasSent(settled);
        aDecisionForgotten(settled);
        aStageForgotten(settled);
        aSwitchIgnored(settled);
        aDeadLetterTwice(settled);
        aFrameSwallowed(settled);
        aRowDeleted(settled);
        softly.assertAll();
    }

    private void aCounterRaisedByOne(Settled settled) {
        settled.database()
                .change(
                        "update api.inbox_counter set unread = unread + 1 where recipient = 'person-12'");
        softly.assertThat(reported(settled)).containsExactly("wrong counter");
        settled.database()
                .change(
                        "update api.inbox_counter set unread = unread - 1 where recipient = 'person-12'");
    }

    private void aRowUnderAnotherId(Settled settled) {
        aside(settled, "api.inbox where id = " + SOME_ROW);
        settled.database()
                .change(
                        "update api.copy set id = overlay(id::text placing 'ffffffffffff' from 25)::uuid, archived_at = now()");
        settled.database().change("insert into api.inbox select * from api.copy");
        softly.assertThat(reported(settled)).containsExactly("wrong row");
        settled.database().change("delete from api.inbox where id in (select id from api.copy)");
        settled.database().change("drop table api.copy");
    }

    /// A row that nobody marked is set to read. Rows, counters and clients agree, so only the check of
    /// marks can notice.
    private void aMarkUndone(Settled settled) {
        String row =
                "id = (select id from api.inbox where not deleted and read_at is null and recipient = 'person-12' order by id limit 1)";
        settled.database()
                .change("create table api.copy as select id, category from api.inbox where " + row);
        settled.database()
                .change("update api.inbox set read_at = now(), seen_at = now() where " + row);
        countOneLess(settled, "-");
        softly.assertThat(reported(settled)).containsExactly("wrong mark");
        settled.database()
                .change(
                        "update api.inbox set read_at = null, seen_at = null where id in (select id from api.copy)");
        countOneLess(settled, "+");
        settled.database().change("drop table api.copy");
        softly.assertThat(reported(settled)).isEmpty();
    }

    private static void countOneLess(Settled settled, String sign) {
        settled.database()
                .change(
                        """
                        update api.inbox_counter n set unread = unread %1$s 1, unseen = unseen %1$s 1,
                            unread_by_category = jsonb_set(unread_by_category, array[c.category],
                                to_jsonb((unread_by_category->>c.category)::bigint %1$s 1)),
                            unseen_by_category = jsonb_set(unseen_by_category, array[c.category],
                                to_jsonb((unseen_by_category->>c.category)::bigint %1$s 1))
                        from api.copy c where n.recipient = 'person-12'
                        """
                                .formatted(sign));
    }

    private static ArrivedMail someMail(Settled settled) {
        return settled.sink().arrivals().stream()
                .filter(mail -> mail.kind().equals("immediate"))
                .filter(mail ->
                        settled.database()
                                        .number(
                                                "select count(*) from email.messages where state = 'sent' and id = ?",
                                                mail.id())
                                == 1)
                .findFirst()
                .orElseThrow();
    }

    private void aMailDeliveredTwice(Settled settled) {
        ArrivedMail mail = someMail(settled);
        settled.sink().deliver(mail);
        softly.assertThat(reported(settled)).containsExactly("duplicate mail");
        settled.sink().lose(mail);
    }

    private void aMailLostOnItsWay(Settled settled) {
        ArrivedMail mail = someMail(settled);
        settled.sink().lose(mail);
        softly.assertThat(reported(settled)).containsExactly("lost mail");
        settled.sink().deliver(mail);
    }

    private void aMailWithAnotherBody(Settled settled) {
        ArrivedMail mail = someMail(settled);
        ArrivedMail other =
                new ArrivedMail(mail.id(), mail.generation(), mail.kind(), mail.to(), "other");
        settled.sink().deliver(other);
        softly.assertThat(reported(settled)).containsExactly("duplicate mail", "wrong mail");
        settled.sink().lose(other);
    }

    private void anItemTakenTwice(Settled settled) {
        aside(settled, "digest.item where id = " + SOME_ITEM);
        settled.database().change("update digest.copy set generation = generation + 7");
        settled.database().change("insert into digest.item select * from digest.copy");
        softly.assertThat(reported(settled)).containsExactly("duplicate digest item");
        settled.database().change("delete from digest.item where generation >= 7");
        settled.database().change("drop table digest.copy");
    }

    private void anItemMovedToAnotherDigest(Settled settled) {
        aside(settled, "digest.item where id = " + SOME_ITEM);
        settled.database()
                .change(
                        """
                        update digest.item set run_id =
                            (select i.run_id from digest.item i, digest.copy c where i.state = 'taken' and i.run_id <> c.run_id
                                and i.recipient <> 'nowhere' order by i.id limit 1)
                        where id in (select id from digest.copy)
                        """);
        softly.assertThat(reported(settled)).containsExactly("wrong digest item");
        backInItsDigest(settled);
    }

    private void anItemTakenByNoDigest(Settled settled) {
        aside(settled, "digest.item where id = " + SOME_ITEM);
        settled.database()
                .change(
                        "update digest.item set run_id = gen_random_uuid() where id in (select id from digest.copy)");
        softly.assertThat(reported(settled))
                .containsExactlyInAnyOrder("lost digest", "wrong digest item");
        backInItsDigest(settled);
    }

    /// Copies rows into a table `copy` in the same schema.
    private static void aside(Settled settled, String rows) {
        String schema = rows.substring(0, rows.indexOf('.'));
        settled.database().change("create table " + schema + ".copy as select * from " + rows);
    }

    private static void backInItsDigest(Settled settled) {
        settled.database()
                .change(
                        "update digest.item i set run_id = c.run_id from digest.copy c where i.id = c.id");
        settled.database().change("drop table digest.copy");
    }

    private void aRowOfTheLedgerRemoved(Settled settled) {
        String some = "message_id = '" + someMail(settled).id() + "'";
        aside(settled, "email.quota_ledger where " + some);
        settled.database().change("delete from email.quota_ledger where " + some);
        softly.assertThat(reported(settled)).contains("lost quota");
        settled.database().change("insert into email.quota_ledger select * from email.copy");
        settled.database().change("drop table email.copy");
        softly.assertThat(reported(settled)).isEmpty();
    }

    private void aMailRefundedThatWasSent(Settled settled) {
        String some = "message_id = '" + someMail(settled).id() + "'";
        settled.database().change("update email.quota_ledger set state = 'refunded' where " + some);
        softly.assertThat(reported(settled)).contains("wrong quota");
        settled.database().change("update email.quota_ledger set state = 'granted' where " + some);
    }

    private void aStageForgotten(Settled settled) {
        String mail = "details->>'mail_id' = '" + someMail(settled).id() + "'";
        settled.database()
                .change(
                        "update api.timeline_entry set stage = 'gone' where stage = 'mailed' and "
                                + mail);
        softly.assertThat(reported(settled)).containsExactly("unexplained mail");
        settled.database()
                .change("update api.timeline_entry set stage = 'mailed' where stage = 'gone'");
    }

    /// Email was switched off long before the run, so every email to that person is wrong.
    private void aSwitchIgnored(Settled settled) {
        Book book = new Book();
        settled.book().events().forEach(book::accepted);
        Instant before = Instant.now().minus(Duration.ofHours(1));
        book.switched(new Book.Switch(false, before, before));
        Findings findings = new Findings();
        Found found =
                Found.in(
                        settled.database(),
                        List.of(),
                        FoundQuota.in(settled.database(), settled.redis()));
        new DecisionCheck(book, found, findings).compare();
        softly.assertThat(findings.all())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.title()).isEqualTo("wrong decision of email"))
                .allSatisfy(one -> assertThat(one.subject()).startsWith(People.FICKLE));
    }

    private void aDeadLetterTwice(Settled settled) {
        aside(settled, "api.dead_letter order by position limit 1");
        settled.database().change("alter table api.copy drop column position");
        settled.database()
                .change("update api.copy set dead_id = gen_random_uuid(), state = 'dead'");
        String columns = columns(settled);
        settled.database()
                .change(
                        "insert into api.dead_letter ("
                                + columns
                                + ") select "
                                + columns
                                + " from api.copy");
        softly.assertThat(reported(settled)).containsExactly("duplicate dead letter");
        settled.database()
                .change(
                        "delete from api.dead_letter where dead_id in (select dead_id from api.copy)");
        settled.database().change("drop table api.copy");
    }

    private static String columns(Settled settled) {
        return String.join(
                ", ",
                settled.database()
                        .all(
                                "select column_name from information_schema.columns where table_schema = 'api' and table_name = 'copy' order by ordinal_position",
                                row -> row.getString(1)));
    }

    private void aDecisionForgotten(Settled settled) {
        settled.database()
                .change(
                        "update api.timeline_entry set stage = 'gone' where stage = 'decided' and notification_id = "
                                + SOME_ROW);
        softly.assertThat(reported(settled)).contains("unexplained decision");
        settled.database()
                .change("update api.timeline_entry set stage = 'decided' where stage = 'gone'");
    }

    /// The second of two events reaches the gateway, but not the client behind a proxy, which then shows too little.
    private void aFrameSwallowed(Settled settled) {
        String person = "swallowed";
        settled.callers().register(person);
        try (TcpProxy proxy = TcpProxy.ofHttp(settled.stack().url(Service.GATEWAY).getPort());
                EventLog log = new EventLog(settled.stack());
                BellClient bell =
                        new BellClient(
                                settled.callers(),
                                person,
                                List.of(URI.create("http://localhost:" + proxy.port())))) {
            await().until(bell::isConnected);
            Settled alone = settled.withBells(List.of(bell));
            bellEvent(settled, log, person, 1);
            await().untilAsserted(() -> assertThat(reported(alone)).isEmpty());
            Hit swallowed = proxy.swallowNext(Direction.TO_CLIENT, "\"notification\"");
            bellEvent(settled, log, person, 2);
            await().until(swallowed::isDone);
            await().untilAsserted(() ->
                    assertThat(reported(alone)).containsExactly("lost frame", "wrong bell"));
        }
    }

    private static void bellEvent(Settled settled, EventLog log, String person, int number) {
        Book.Event event =
                new Book.Event(
                        Book.Kind.BELL,
                        person + "-" + number,
                        number,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        -1,
                        List.of(person),
                        "key-" + number);
        Load.send(log, event, offset -> settled.book().accepted(event.acknowledged(offset)));
        log.flush();
    }

    private void aRowDeleted(Settled settled) {
        settled.database().change("delete from api.inbox where id = " + SOME_ROW);
        softly.assertThat(reported(settled)).contains("lost row");
    }

    private static List<String> reported(Settled settled) {
        return settled.compare().all().stream().map(Finding::title).distinct().toList();
    }
}
