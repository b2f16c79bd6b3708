package dev.carillon.digest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.digest.DigestScheduler;
import dev.carillon.digest.deferral.Item;
import dev.carillon.events.Channel;
import dev.carillon.events.CursorMark;
import dev.carillon.events.Deferral;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Switch;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.openapi.Described;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.ReferenceProgress;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.platform.web.Pages;
import dev.carillon.test.DescribedAnswers;
import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import dev.carillon.test.SettableClock;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Runs the scheduler with a real broker and database. An HTTP server stands in for notification-api and answers what
/// was seen.
@WithEmbeddedServers(schema = "digest")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "carillon.digest.poll-interval=50ms",
            // No lease may end during a test: a worker delayed by a busy machine must not lose its
            // run to another worker.
            "carillon.digest.lease=1h",
            "carillon.digest.retry-after=50ms",
            "carillon.digest.workers=4",
            "carillon.digest.batch=7",
            "carillon.digest.considered=20"
        })
@Import(DigestIT.Fixtures.class)
class DigestIT {
    private static final DescribedAnswers DESCRIBED = new DescribedAnswers(Described.DIGEST);

    private static final Set<UUID> SEEN = ConcurrentHashMap.newKeySet();
    private static final Set<UUID> REMOVED = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger API_STATUS = new AtomicInteger(200);
    private static final AtomicInteger UNANSWERED = new AtomicInteger();
    private static final AtomicBoolean REFERENCE_IS_READ = new AtomicBoolean(true);
    private static final AtomicInteger REFERENCE_ASKED = new AtomicInteger();
    private static final AtomicLong BOUND_AT_START = new AtomicLong();
    private static final HttpServer API = api();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @TestConfiguration
    static class Fixtures {
        /// The real readiness check, with a switch that a test can turn off.
        @Bean
        static BeanPostProcessor reference() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof ReferenceProgress real
                            ? (ReferenceProgress)
                                    (group, topics) -> {
                                        REFERENCE_ASKED.incrementAndGet();
                                        return REFERENCE_IS_READ.get()
                                                && real.caughtUp(group, topics);
                                    }
                            : bean;
                }
            };
        }

        @Bean
        static ApplicationListener<ApplicationReadyEvent> bound(
                BindingsLifecycleController bindings) {
            return ready ->
                    BOUND_AT_START.set(
                            bindings.queryState("deferrals-in-0").stream()
                                    .filter(Binding::isRunning)
                                    .count());
        }

        @Bean
        @Primary
        SettableClock settableClock() {
            return SettableClock.at(
                    Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(8)));
        }
    }

    @DynamicPropertySource
    static void apiUrl(DynamicPropertyRegistry registry) {
        registry.add("carillon.urls.api", () -> "http://localhost:" + API.getAddress().getPort());
    }

    @Autowired SettableClock clock;

    @Autowired RecordPublisher publisher;

    @Autowired TopicNames topics;

    @Autowired FreezeDigest freezeDigest;

    @Autowired ReleaseItem releaseItem;

    @Autowired RunDue due;

    @Autowired Workers workers;

    @Autowired JdbcClient jdbc;

    @Autowired
    @Qualifier("kafkaListeners")
    HealthIndicator listeners;

    @LocalServerPort int port;

    @BeforeEach
    void reset() {
        REFERENCE_IS_READ.set(true);
        API_STATUS.set(200);
        SEEN.clear();
        REMOVED.clear();
    }

    @Test
    void everyDocumentedMetricIsThereFromTheStart(@Autowired ApplicationContext context) {
        MetricsReference.check(DigestScheduler.class, "digest-scheduler", FirstScrape.of(context));
    }

    @Test
    void takesDeferralsInFromTheStartThoughTheTopicWasNotThereYet() {
        assertThat(BOUND_AT_START).hasValue(1);
    }

    @Test
    void sendsOneDigestAtThePersonsOwnTimeWithoutWhatWasSeen() {
        String ann = person("Asia/Tokyo", null);
        Notification first = notification(ann, "first");
        Notification seen = notification(ann, "seen");
        Notification last = notification(ann, "last");
        SEEN.add(seen.id());
        List.of(first, seen, last).forEach(each -> defer(each, Reasons.DIGEST, 0, null));
        publisher.publish(deferral(first, Reasons.DIGEST, 0, null));
        awaitItems(ann, 3);
        assertThat(mailsOf(ann)).isEmpty();

        clock.set(nextTokyoNine());

        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.kind()).isEqualTo(EmailMessage.Kind.DIGEST);
        assertThat(digest.generation()).isZero();
        assertThat(digest.notifications())
                .extracting(Notification::id)
                .containsExactlyInAnyOrder(first.id(), last.id());
        assertThat(digest.total()).isEqualTo(2);
        assertThat(stages(ann)).contains("deferred", "digested", "left_out");

        clock.advance(Duration.ofDays(3));
        defer(notification(ann, "later"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 4);
        clock.advance(Duration.ofDays(1));
        assertThat(awaitMails(ann, 2)).hasSize(2);
    }

    @Test
    void releasesSinglyAtTheEndOfQuietHours() {
        String ann = person(null, null);
        Notification notification = notification(ann, "quiet");
        Instant morning = clock.instant().plus(Duration.ofMinutes(5));
        defer(notification, Reasons.QUIET_HOURS, 0, morning);
        awaitItems(ann, 1);
        assertThat(mailsOf(ann)).isEmpty();

        clock.set(morning);

        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.id()).isEqualTo(notification.id());
        assertThat(mail.kind()).isEqualTo(EmailMessage.Kind.IMMEDIATE);
        assertThat(mail.generation()).isEqualTo(1);
    }

    @Test
    void sendsWhatWaitedForQuietHoursAndWasThenRefusedByTheQuota() {
        String ann = person(null, null);
        Notification notification = notification(ann, "twice");
        Instant morning = clock.instant().plus(Duration.ofMinutes(5));
        defer(notification, Reasons.QUIET_HOURS, 0, morning);
        awaitItems(ann, 1);
        clock.set(morning);
        EmailMessage released = awaitMails(ann, 1).getFirst();

        defer(notification, Reasons.QUOTA, released.generation(), morning.plusSeconds(60));
        awaitItems(ann, 2);
        clock.advance(Duration.ofDays(1));

        assertThat(awaitMails(ann, 2).getLast().notifications())
                .extracting(Notification::id)
                .containsExactly(notification.id());
    }

    @Test
    void sendsNothingBeforeTheReferenceTopicsWereRead() throws Exception {
        String ann = person(null, null);
        // Otherwise a worker that has just asked would continue with the earlier answer.
        workers.stop();
        REFERENCE_IS_READ.set(false);
        workers.start();
        int asked = REFERENCE_ASKED.get();
        defer(notification(ann, "early"), Reasons.QUIET_HOURS, 0, clock.instant());
        awaitItems(ann, 1);
        await().until(() -> REFERENCE_ASKED.get() > asked + 20);
        assertThat(mailsOf(ann)).isEmpty();
        assertThat(call("POST", "/api/v1/digests/runs", ann, "{}").statusCode()).isEqualTo(503);

        REFERENCE_IS_READ.set(true);

        assertThat(awaitMails(ann, 1)).hasSize(1);
    }

    @Test
    void countsInTheMailAndTellsTheTimelineWhatLiesBeyondThoseConsidered() {
        String ann = person(null, null);
        IntStream.range(0, 23)
                .mapToObj(i -> notification(ann, "many-" + i))
                .forEach(each -> defer(each, Reasons.DIGEST, 0, null));
        awaitItems(ann, 23);

        clock.advance(Duration.ofDays(1));

        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.notifications()).hasSize(15);
        assertThat(digest.total()).isEqualTo(23);
        await().until(() -> stages(ann).stream().filter("digested"::equals).count() == 23);
    }

    @Test
    void findsWhatNobodySawBehindMoreThanItConsidersThatSomebodyDid() throws Exception {
        String due = person(null, null);
        String asking = person(null, null);
        for (String ann : List.of(due, asking)) {
            Notification old = notification(ann, "old");
            clock.advance(Duration.ofMillis(1));
            defer(old, Reasons.DIGEST, 0, null);
            IntStream.range(0, 45)
                    .mapToObj(i -> notification(ann, "seen-" + i))
                    .forEach(each -> {
                        SEEN.add(each.id());
                        defer(each, Reasons.DIGEST, 0, null);
                    });
            awaitItems(ann, 46);
        }

        assertThat(call("POST", "/api/v1/digests/runs", asking, "{}").body())
                .contains("\"state\":\"sent\"", "\"items\":1", "\"left_out\":5");
        clock.advance(Duration.ofDays(1));

        for (String ann : List.of(due, asking)) {
            assertThat(awaitMails(ann, 1).getFirst().notifications())
                    .extracting(Notification::eventId)
                    .containsExactly("old");
            await().until(() -> stages(ann).stream().filter("left_out"::equals).count() == 45);
            assertThat(mailsOf(ann)).hasSize(1);
        }
    }

    @Test
    void sendsNothingThatItDidNotAskAboutSinceOthersSettledWhatItDid() {
        String ann = person(null, null);
        List<Notification> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.addFirst(notification(ann, "n-" + i));
            clock.advance(Duration.ofMillis(1));
        }
        all.forEach(each -> defer(each, Reasons.DIGEST, 0, null));
        awaitItems(ann, 25);
        FreezeDigest.Asked newest =
                new FreezeDigest.Asked(
                        all.stream().limit(20).map(Notification::id).toList(),
                        new StatesAnswer(
                                all.stream().map(Notification::id).collect(Collectors.toSet()),
                                Set.of()));
        FreezeDigest.Wanted wanted = manual(ann, "moved");

        assertThat(freezeDigest.freeze(wanted, newest, UUID.randomUUID()))
                .isInstanceOf(FreezeDigest.Outcome.NewestLeftOut.class);
        assertThat(freezeDigest.freeze(wanted, newest, UUID.randomUUID()))
                .isInstanceOf(FreezeDigest.Outcome.Moved.class);

        assertThat(state(ann, all.get(19).id(), 0)).isEqualTo("left_out");
        assertThat(state(ann, all.get(20).id(), 0)).isEqualTo("pending");
    }

    @Test
    void leavesOutOfARefusedDigestWhatWasSeenMeanwhile() {
        String ann = person(null, null);
        Notification kept = notification(ann, "kept");
        Notification seen = notification(ann, "seen-later");
        defer(kept, Reasons.DIGEST, 0, null);
        defer(seen, Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);
        clock.advance(Duration.ofDays(1));
        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.total()).isEqualTo(2);
        SEEN.add(seen.id());

        Instant opens = clock.instant().plus(Duration.ofHours(1));
        publisher.publish(refused(digest, opens));
        awaitItems(ann, 3);
        clock.set(opens);

        EmailMessage resent = awaitMails(ann, 2).getLast();
        assertThat(resent.notifications()).extracting(Notification::id).containsExactly(kept.id());
        assertThat(resent.total()).isEqualTo(1);
        await().until(() -> stages(ann).contains("left_out"));

        SEEN.add(kept.id());
        Instant later = clock.instant().plus(Duration.ofHours(1));
        publisher.publish(refused(resent, later));
        awaitItems(ann, 4);
        clock.set(later);
        await().until(() -> state(ann, resent.id(), resent.generation()).equals("left_out"));
        assertThat(mailsOf(ann)).hasSize(2);
    }

    @Test
    void oneRunThatFailsOrIsRefusedHoldsUpNoOther() {
        String bad = person(null, null);
        String large = person(null, null);
        String ran = person(null, null);
        String good = person(null, null);
        List<String> people = List.of(bad, large, ran, good);
        people.forEach(each -> defer(notification(each, "batch"), Reasons.DIGEST, 0, null));
        people.forEach(each -> awaitItems(each, 1));
        jdbc.sql("update item set body = '{\"id\":\"unreadable\"}' where recipient = ?")
                .param(bad)
                .update();
        jdbc.sql(
                        """
                        update item set body = replace(body::text, '"batch"', '"' || repeat('x', 3000000) || '"')::json
                        where recipient = ?
                        """)
                .param(large)
                .update();
        clock.advance(Duration.ofMinutes(1));
        jdbc.sql(
                        """
                        insert into run (run_id, tenant, recipient, kind, run_key, due_at, frozen_at, sent_at, items, left_out)
                        select gen_random_uuid(), tenant, recipient, kind, local_date::text, next_due, now(), now(), 0, 0
                        from schedule where recipient = ?
                        """)
                .param(ran)
                .update();

        clock.advance(Duration.ofDays(1));

        assertThat(awaitMails(good, 1)).hasSize(1);
        await().until(() ->
                read(Topics.DEAD_LETTERS).stream()
                        .anyMatch(record ->
                                "record_refused".equals(header(record, Headers.DEAD_CODE))
                                        && record.key().equals("default/" + large)));
        await().until(() -> unsentRuns() == 0);
        jdbc.sql("delete from item where recipient = ?").param(bad).update();
        clock.advance(Duration.ofDays(1));
        LocalDate before =
                jdbc.sql("select run_key from run where recipient = ? and items = 0")
                        .param(ran)
                        .query((row, number) -> LocalDate.parse(row.getString(1)))
                        .single();
        assertThat(awaitMails(ran, 1))
                .as("none for the date that had its run")
                .extracting(mail -> mail.digest().date())
                .containsExactly(before.plusDays(1));
    }

    @Test
    void oneRecordThatLacksAFieldOrHoldsANulStopsNoneBehindIt() {
        String ann = person(null, null);
        Notification odd = notification(ann, "odd \0 title");
        Map<String, Object> json =
                EventJson.readObject(deferral(odd, Reasons.DIGEST, 0, null).value());
        for (String missing : List.of("tenant", "reason", "decided_at", "id")) {
            Map<String, Object> without = new java.util.HashMap<>(json);
            without.remove(missing);
            publisher.publish(
                    OutgoingRecord.of(
                            Topics.DEFERRALS,
                            "default/" + ann,
                            RecordTypes.DEFERRAL,
                            "without-" + missing + "-" + ann,
                            "test",
                            clock.instant(),
                            "default",
                            null,
                            without));
        }
        publisher.publish(
                OutgoingRecord.of(
                        Topics.RECIPIENTS,
                        "default/" + ann,
                        RecordTypes.RECIPIENT,
                        "nobody",
                        "test",
                        clock.instant(),
                        "default",
                        null,
                        Map.of("version", 2)));
        defer(odd, Reasons.DIGEST, 0, null);

        awaitItems(ann, 1);
        assertThat(read(Topics.DEAD_LETTERS))
                .filteredOn(record -> header(record, Headers.CE_ID).endsWith(ann))
                .extracting(record -> header(record, Headers.DEAD_FIELD))
                .contains("tenant", "reason", "decided_at", "id");
        person(null, null); // Reference records after the invalid one are processed.
    }

    @Test
    void waitsForAnAnswerAboutWhatWasSeen() {
        API_STATUS.set(503);
        int before = UNANSWERED.get();
        String ann = person(null, null);
        Instant due = clock.instant().plus(Duration.ofMinutes(1));
        defer(notification(ann, "waits"), Reasons.QUIET_HOURS, 0, due);
        awaitItems(ann, 1);
        clock.set(due);
        await().atMost(Duration.ofSeconds(20)).until(() -> UNANSWERED.get() > before + 1);
        assertThat(mailsOf(ann)).isEmpty();

        API_STATUS.set(200);

        assertThat(awaitMails(ann, 1)).hasSize(1);
    }

    @Test
    void sendsWhatTheQuotaRefusedInTheNextDigestOrSinglyWithTheNextGeneration() {
        String ann = person(null, null);
        String bob = person(null, new DigestSettings(DigestFrequency.NEVER, null, null));
        Instant opens = clock.instant().plus(Duration.ofMinutes(30));
        Notification toAnn = notification(ann, "refused");
        Notification toBob = notification(bob, "refused");
        defer(toAnn, Reasons.QUOTA, 0, opens);
        defer(toBob, Reasons.QUOTA, 0, opens);
        awaitItems(ann, 1);
        awaitItems(bob, 1);

        clock.set(opens);

        EmailMessage single = awaitMails(bob, 1).getFirst();
        assertThat(single.id()).isEqualTo(toBob.id());
        assertThat(single.generation()).isEqualTo(1);
        assertThat(mailsOf(ann)).isEmpty();

        clock.advance(Duration.ofDays(1));
        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.notifications()).extracting(Notification::id).containsExactly(toAnn.id());

        Instant again = clock.instant().plus(Duration.ofHours(1));
        publisher.publish(refused(digest, again));
        awaitItems(ann, 2);
        clock.set(again);
        EmailMessage resent = awaitMails(ann, 2).getLast();
        assertThat(resent.id()).isEqualTo(digest.id());
        assertThat(resent.generation()).isEqualTo(1);
        assertThat(resent.notifications()).isEqualTo(digest.notifications());
    }

    @Test
    void aDigestDueWithinQuietHoursWaitsForTheirEnd() {
        Instant midnight = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        clock.set(midnight);
        QuietHours untilTen = new QuietHours(LocalTime.of(22, 0), LocalTime.of(10, 0));
        String ann = person(null, null, untilTen, "ann@mail.example");
        String bob =
                person(
                        null,
                        null,
                        new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0)),
                        "bob@mail.example");
        defer(notification(ann, "early"), Reasons.DIGEST, 0, null);
        defer(notification(bob, "early"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);
        awaitItems(bob, 1);
        assertThat(nextDue(ann)).isEqualTo(midnight.plus(Duration.ofHours(10)));
        assertThat(nextDue(bob)).isEqualTo(midnight.plus(Duration.ofHours(9)));

        // As if the service had been down from nine until noon.
        clock.set(midnight.plus(Duration.ofHours(12)));

        assertThat(awaitMails(ann, 1).getFirst().kind()).isEqualTo(EmailMessage.Kind.DIGEST);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> midnight.plus(Duration.ofHours(13)).equals(nextDue(bob)));
        assertThat(mailsOf(bob)).isEmpty();

        clock.set(midnight.plus(Duration.ofHours(13)));

        EmailMessage digest = awaitMails(bob, 1).getFirst();
        assertThat(digest.digest().date()).isEqualTo(LocalDate.ofInstant(midnight, ZoneOffset.UTC));
    }

    @Test
    void urgentMailThatTheHourRefusedGoesByItselfWhenTheHourOpensAndOtherWaitsForQuietHours() {
        Instant midnight = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        clock.set(midnight);
        QuietHours untilTen = new QuietHours(LocalTime.of(22, 0), LocalTime.of(10, 0));
        String ann = person(null, null, untilTen, "ann@mail.example");
        Notification urgent = notification(ann, "urgent", Priority.URGENT, null);
        Notification other = notification(ann, "other");
        Instant opens = midnight.plus(Duration.ofHours(1));
        defer(urgent, Reasons.QUOTA_HOUR, 0, opens);
        defer(other, Reasons.QUOTA_HOUR, 0, opens);
        awaitItems(ann, 2);

        clock.set(opens);

        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.id()).isEqualTo(urgent.id());
        assertThat(mail.kind()).isEqualTo(EmailMessage.Kind.IMMEDIATE);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        state(ann, other.id(), 0).equals("pending")
                                && notBefore(other).isAfter(opens));

        clock.set(midnight.plus(Duration.ofHours(10)));

        assertThat(awaitMails(ann, 2).getLast().id()).isEqualTo(other.id());
    }

    @Test
    void aDigestNowForAPersonWithoutAnAddressSaysSoAndKeepsWhatWaits() throws Exception {
        String ann = person(null, null, null, null);
        Notification kept = notification(ann, "kept");
        defer(kept, Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);

        assertThat(call("POST", "/api/v1/digests/runs", ann, "{}").body())
                .contains("\"state\":\"not_sent\"", "\"reason\":\"no_address\"", "\"items\":0");

        assertThat(state(ann, kept.id(), 0)).isEqualTo("pending");
        assertThat(nextDue(ann)).isNotNull();
        assertThat(mailsOf(ann)).isEmpty();
    }

    @Test
    void whatHasExpiredIsNotShownAsPending() throws Exception {
        String ann = person(null, null);
        Notification expiring =
                notification(
                        ann,
                        "expiring",
                        Priority.MEDIUM,
                        clock.instant().plus(Duration.ofMinutes(1)));
        defer(expiring, Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);
        assertThat(call("GET", "/api/v1/digests/pending", ann, null).body())
                .contains(expiring.id().toString());

        clock.advance(Duration.ofMinutes(1));

        assertThat(call("GET", "/api/v1/digests/pending", ann, null).body())
                .doesNotContain(expiring.id().toString())
                .doesNotContain("next_due\":\"");
    }

    private Instant nextDue(String recipient) {
        return jdbc.sql("select next_due from schedule where recipient = ?")
                .param(recipient)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }

    private Instant notBefore(Notification notification) {
        return jdbc.sql("select not_before from item where id = ?")
                .param(notification.id())
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }

    @Test
    void givesEachDueRecipientOneDigestHoweverManyWorkersAskAtOnce() {
        List<String> people = IntStream.range(0, 24).mapToObj(i -> person(null, null)).toList();
        people.forEach(each -> {
            defer(notification(each, "one"), Reasons.DIGEST, 0, null);
            defer(notification(each, "two"), Reasons.DIGEST, 0, null);
        });
        people.forEach(each -> awaitItems(each, 2));

        clock.advance(Duration.ofDays(1));

        await().until(() -> mails(people).size() >= people.size());
        await().until(() -> unsentRuns() == 0);
        assertThat(mails(people))
                .allSatisfy(mail -> assertThat(mail.notifications()).hasSize(2))
                .extracting(EmailMessage::recipient)
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    void publishesAgainWhatWasFrozenBeforeACrash() {
        String ann = person(null, new DigestSettings(null, LocalTime.of(23, 59), null));
        Notification notification = notification(ann, "frozen");
        defer(notification, Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);

        FreezeDigest.Outcome frozen =
                freezeDigest.freeze(
                        manual(ann, "crash"),
                        new FreezeDigest.Asked(List.of(), new StatesAnswer(Set.of(), Set.of())),
                        UUID.randomUUID());

        assertThat(frozen).isInstanceOf(FreezeDigest.Outcome.Frozen.class);
        assertThat(mailsOf(ann)).as("whoever froze it holds the lease").isEmpty();
        jdbc.sql("update run set lease_until = clock_timestamp() where recipient = ?")
                .param(ann)
                .update();
        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.id()).isEqualTo(((FreezeDigest.Outcome.Frozen) frozen).run().runId());
        await().until(() -> unsentRuns() == 0);
    }

    @Test
    void makesADeadLetterOfWhatItCannotReadAndGoesOn() {
        String ann = person(null, null);
        publisher.publish(
                new OutgoingRecord(
                        Topics.DEFERRALS,
                        "default/" + ann,
                        Map.of(
                                Headers.CE_SPECVERSION,
                                "1.0",
                                Headers.CE_ID,
                                "broken-" + ann,
                                Headers.CE_SOURCE,
                                "test",
                                Headers.CE_TYPE,
                                RecordTypes.DEFERRAL),
                        "{\"id\":\"no uuid\"}".getBytes(StandardCharsets.UTF_8)));
        defer(notification(ann, "after"), Reasons.DIGEST, 0, null);

        awaitItems(ann, 1);
        List<ConsumerRecord<String, byte[]>> dead = read(Topics.DEAD_LETTERS);
        assertThat(dead)
                .anySatisfy(record -> {
                    assertThat(header(record, Headers.CE_ID)).isEqualTo("broken-" + ann);
                    assertThat(header(record, Headers.DEAD_CODE)).isEqualTo("malformed_value");
                    assertThat(header(record, Headers.DEAD_FIELD)).isEqualTo("id");
                });
    }

    @Test
    void takesARecordAgainUntilItCanBeStoredAndSaysSoInItsHealth() {
        String ann = person(null, null);
        Notification held = notification(ann, "held");
        jdbc.sql("alter table item rename to item_away").update();
        try {
            publisher.publish(deferral(held, Reasons.DIGEST, 0, null));
            await().until(() -> listeners.health().getStatus().equals(Status.DOWN));
            publisher.publish(deferral(notification(ann, "behind"), Reasons.DIGEST, 0, null));
        } finally {
            jdbc.sql("alter table item_away rename to item").update();
        }

        awaitItems(ann, 2);
        await().until(() -> listeners.health().getStatus().equals(Status.UP));
    }

    @Test
    void keepsWhereItFirstStarted() {
        String ann = person(null, null);
        defer(notification(ann, "any"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);

        assertThat(
                        jdbc.sql(
                                        "select distinct topic from carillon_start_position where group_id = ?")
                                .param("digest-scheduler.deferrals")
                                .query(String.class)
                                .list())
                .containsExactly(topics.of(Topics.DEFERRALS));
    }

    @Test
    void cursorsBelongToOneListOfOneTenantAndPerson() throws Exception {
        String ann = person(null, null);
        String item = UUID.randomUUID().toString();
        String pending = "/api/v1/digests/pending?cursor=";
        String runs = "/api/v1/digests/runs?recipient=" + ann + "&cursor=";
        String run = "2026-01-31T09:00:00Z " + item;

        assertThat(get(pending, ann, "user", item, "digests/pending", "default", ann))
                .isEqualTo(200);
        assertThat(get(pending, ann, "user", item, "digests/pending", "default", "bob"))
                .isEqualTo(400);
        assertThat(get(pending, ann, "user", item, "digests/pending", "acme", ann)).isEqualTo(400);
        assertThat(get(runs, "sam", "support", run, "digests/runs", "default", ann)).isEqualTo(200);
        assertThat(get(runs, "sam", "support", run, "digests/runs", "default", null))
                .isEqualTo(400);
        assertThat(get(runs, "sam", "support", run, "digests/runs", "acme", ann)).isEqualTo(400);
    }

    /// The status of a page that is asked for with a cursor of the list `scope`.
    private int get(String path, String caller, String role, String place, String... scope)
            throws Exception {
        String cursor = Pages.encoded(CursorMark.of(scope), place);
        return send("GET", path + cursor, token(caller, role), null).statusCode();
    }

    @Test
    void listsCancelsAndRunsNowForThePersonAndNobodyElse() throws Exception {
        String ann = person(null, null);
        Notification kept = notification(ann, "kept");
        Notification dropped = notification(ann, "dropped");
        defer(kept, Reasons.DIGEST, 0, null);
        defer(dropped, Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);

        assertThat(call("GET", "/api/v1/digests/pending", ann, null).body())
                .contains(kept.id().toString(), dropped.id().toString());
        HttpResponse<String> pending =
                call("GET", "/api/v1/digests/pending?limit=0x10&cursor=x&q=1", ann, null);
        assertThat(pending.statusCode()).isEqualTo(400);
        assertThat(pending.body()).contains("unknown_parameter", "invalid_limit", "invalid_cursor");
        HttpResponse<String> runs =
                send(
                        "GET",
                        "/api/v1/digests/runs?recipient=/&limit=+5&cursor=x&q=1",
                        token("desk", "support"),
                        null);
        assertThat(runs.statusCode()).isEqualTo(400);
        assertThat(runs.body())
                .contains(
                        "unknown_parameter",
                        "invalid_recipient",
                        "invalid_limit",
                        "invalid_cursor");
        assertThat(
                        call("DELETE", "/api/v1/digests/items/" + dropped.id(), "mallory", null)
                                .statusCode())
                .isEqualTo(404);
        assertThat(call("DELETE", "/api/v1/digests/items/" + dropped.id(), ann, null).statusCode())
                .isEqualTo(204);
        assertThat(call("DELETE", "/api/v1/digests/items/" + dropped.id(), ann, null).statusCode())
                .isEqualTo(204);
        assertThat(
                        call(
                                        "POST",
                                        "/api/v1/digests/runs",
                                        "mallory",
                                        "{\"recipient\":\"" + ann + "\"}")
                                .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", "/api/v1/digests/runs", ann, null).statusCode()).isEqualTo(403);
        assertThat(call("GET", "/api/v1/digests/pending?tenant=a", ann, null).statusCode())
                .isEqualTo(400);
        HttpResponse<String> unknown =
                call("POST", "/api/v1/digests/runs", ann, "{\"recipent\":\"a\"}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("recipent", "unknown_field");

        assertThat(
                        send(
                                        "GET",
                                        "/api/v1/digests/runs?recipient=a%00b",
                                        token("support", "support"),
                                        null)
                                .statusCode())
                .isEqualTo(400);
        await().until(() -> stages(ann).contains("left_out"));

        HttpResponse<String> now = call("POST", "/api/v1/digests/runs", ann, "{}");
        HttpResponse<String> again = call("POST", "/api/v1/digests/runs", ann, "{}");

        assertThat(now.body()).contains("\"state\":\"sent\"", "\"items\":1");
        assertThat(again.body()).contains("\"state\":\"empty\"");
        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.notifications()).extracting(Notification::id).containsExactly(kept.id());
    }

    private HttpResponse<String> call(String method, String path, String recipient, String body)
            throws Exception {
        return send(method, path, token(recipient, "user"), body);
    }

    /// Valid longer than the tests move the clock.
    private static String token(String subject, String role) {
        return TestTokens.mint("default", subject, Duration.ofDays(365), role);
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return DESCRIBED.checked(
                    body, client.send(request, HttpResponse.BodyHandlers.ofString()));
        }
    }

    private String person(String zone, DigestSettings digest) {
        return person(zone, digest, null, "someone@mail.example");
    }

    private String person(String zone, DigestSettings digest, QuietHours quiet, String email) {
        String id = "person-" + PEOPLE.incrementAndGet();
        Instant now = clock.instant();
        publisher.publish(
                OutgoingRecord.of(
                        Topics.RECIPIENTS,
                        "default/" + id,
                        RecordTypes.RECIPIENT,
                        id,
                        "test",
                        now,
                        "default",
                        null,
                        new Recipient(
                                "default", id, 1, null, email, null, null, zone, null, Map.of(),
                                false, false, now)));
        publisher.publish(
                OutgoingRecord.of(
                        Topics.PREFERENCES,
                        "default/" + id,
                        RecordTypes.PREFERENCES,
                        id,
                        "test",
                        now,
                        "default",
                        null,
                        new Preferences(
                                "default", id, 1, Map.of(), Map.of(), Map.of(), quiet, digest,
                                false, now)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("preference", id) + count("recipient", id) == 2);
        return id;
    }

    private Notification notification(String recipient, String event) {
        return notification(recipient, event, Priority.MEDIUM, null);
    }

    private Notification notification(
            String recipient, String event, Priority priority, Instant expiresAt) {
        Instant now = clock.instant();
        return new Notification(
                Identity.of("default", "test", event, "issue-comment", recipient)
                        .notificationId(now, 0),
                "default",
                recipient,
                "issue-comment",
                1,
                "comment",
                priority,
                Level.INFO,
                event,
                "",
                Map.of(),
                null,
                null,
                List.of(),
                0,
                null,
                0,
                false,
                null,
                false,
                now,
                expiresAt,
                "test",
                event,
                now);
    }

    private FreezeDigest.Wanted manual(String recipient, String key) {
        return new FreezeDigest.Wanted(
                new RecipientKey("default", recipient),
                "manual",
                key,
                LocalDate.EPOCH,
                clock.instant(),
                null);
    }

    private void defer(
            Notification notification, String reason, int generation, Instant notBefore) {
        publisher.publish(deferral(notification, reason, generation, notBefore));
    }

    private OutgoingRecord deferral(
            Notification notification, String reason, int generation, Instant notBefore) {
        return record(
                new Deferral(
                        notification.id(),
                        generation,
                        Channel.EMAIL,
                        "default",
                        notification.recipient(),
                        reason,
                        notBefore,
                        notification,
                        null,
                        clock.instant()));
    }

    private OutgoingRecord refused(EmailMessage digest, Instant opens) {
        return record(
                new Deferral(
                        digest.id(),
                        digest.generation(),
                        Channel.EMAIL,
                        "default",
                        digest.recipient(),
                        Reasons.QUOTA,
                        opens,
                        null,
                        digest,
                        clock.instant()));
    }

    private static OutgoingRecord record(Deferral deferral) {
        return OutgoingRecord.of(
                Topics.DEFERRALS,
                deferral.recipientKey().toString(),
                RecordTypes.DEFERRAL,
                deferral.id() + ":" + deferral.generation(),
                "test",
                deferral.decidedAt(),
                "default",
                null,
                deferral);
    }

    private void awaitItems(String recipient, int items) {
        await().atMost(Duration.ofSeconds(30)).until(() -> count("item", recipient) == items);
    }

    private String state(String recipient, UUID id, int generation) {
        return jdbc.sql("select state from item where recipient = ? and id = ? and generation = ?")
                .params(recipient, id, generation)
                .query(String.class)
                .single();
    }

    private int count(String table, String recipient) {
        return jdbc.sql("select count(*) from " + table + " where recipient = ?")
                .param(recipient)
                .query(Integer.class)
                .single();
    }

    private int unsentRuns() {
        return jdbc.sql("select count(*) from run where sent_at is null")
                .query(Integer.class)
                .single();
    }

    private List<EmailMessage> awaitMails(String recipient, int mails) {
        await().atMost(Duration.ofSeconds(30)).until(() -> mailsOf(recipient).size() >= mails);
        return mailsOf(recipient);
    }

    private List<EmailMessage> mailsOf(String recipient) {
        return mails(List.of(recipient));
    }

    private List<EmailMessage> mails(List<String> recipients) {
        return read(Topics.EMAIL).stream()
                .map(record -> EventJson.read(record.value(), EmailMessage.class))
                .filter(mail -> recipients.contains(mail.recipient()))
                .toList();
    }

    private List<String> stages(String recipient) {
        return read(Topics.TIMELINE).stream()
                .map(record -> EventJson.read(record.value(), TimelineEntry.class))
                .filter(entry -> recipient.equals(entry.recipient()))
                .map(TimelineEntry::stage)
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        try (TopicProbe probe = TopicProbe.of(topics.of(topic))) {
            return new ArrayList<>(probe.readToEnd());
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private Instant nextTokyoNine() {
        return clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    }

    private static HttpServer api() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext(
                    "/api/v1/notifications/states",
                    exchange -> {
                        exchange.getRequestBody().readAllBytes();
                        if (API_STATUS.get() != 200) {
                            UNANSWERED.incrementAndGet();
                        }
                        byte[] answer = EventJson.write(new StatesAnswer(SEEN, REMOVED));
                        exchange.sendResponseHeaders(API_STATUS.get(), answer.length);
                        exchange.getResponseBody().write(answer);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The workers stand still, so that nothing but the test looks for what is due.
    @Test
    void nothingIsSentBeforeItsInstantInThePersonsZone() {
        String ann = person("Asia/Tokyo", null);
        String bob = person("Asia/Tokyo", null);
        Instant nine = nextTokyoNine();
        defer(notification(ann, "digest"), Reasons.DIGEST, 0, null);
        defer(notification(bob, "quiet"), Reasons.QUIET_HOURS, 0, nine);
        awaitItems(ann, 1);
        awaitItems(bob, 1);
        assertThat(nextDue(ann)).isEqualTo(nine);

        workers.stop();
        try {
            clock.set(nine.minusMillis(1));
            settleAll();
            assertThat(mails(List.of(ann, bob))).isEmpty();

            clock.set(nine);
            settleAll();
            assertThat(mails(List.of(ann, bob)))
                    .extracting(EmailMessage::recipient)
                    .containsExactlyInAnyOrder(ann, bob);
        } finally {
            workers.start();
        }
    }

    @Test
    void oneDigestForALocalDateWhateverThePersonChanges() {
        String ann = person(null, null);
        defer(notification(ann, "first"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);
        Instant nine = nextDue(ann);
        clock.set(nine);
        LocalDate date = awaitMails(ann, 1).getFirst().digest().date();
        assertThat(date).isEqualTo(LocalDate.ofInstant(nine, ZoneOffset.UTC));

        defer(notification(ann, "second"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);
        assertThat(nextDue(ann)).isEqualTo(nine.plus(Duration.ofDays(1)));
        LocalTime late = LocalTime.of(23, 0);
        prefer(ann, 2, Map.of(), new DigestSettings(DigestFrequency.DAILY, late, null));
        awaitDue(ann, date.plusDays(1).atTime(late).toInstant(ZoneOffset.UTC));
        ZoneId honolulu = ZoneId.of("Pacific/Honolulu");
        become(ann, 2, honolulu.getId(), false);
        awaitDue(ann, date.plusDays(1).atTime(late).atZone(honolulu).toInstant());

        clock.advance(Duration.ofDays(7));

        assertThat(awaitMails(ann, 2))
                .as("one after a week without a run")
                .extracting(mail -> mail.digest().date())
                .containsExactly(date, date.plusDays(1));
    }

    @Test
    void whatIsNoLongerWantedByThenIsNotMailed() {
        Instant soon = clock.instant().plus(Duration.ofMinutes(5));
        String ann = person(null, null);
        Notification kept = notification(ann, "kept");
        Notification removed = notification(ann, "removed");
        Notification expired = notification(ann, "expired", Priority.MEDIUM, soon);
        List.of(kept, removed, expired).forEach(each -> defer(each, Reasons.DIGEST, 0, null));
        Notification tooLate = notification(ann, "too-late", Priority.MEDIUM, soon);
        defer(tooLate, Reasons.QUIET_HOURS, 0, soon);
        REMOVED.add(removed.id());
        String bob = person(null, null);
        Notification digested = notification(bob, "digested");
        Notification single = notification(bob, "single");
        defer(digested, Reasons.DIGEST, 0, null);
        defer(single, Reasons.QUIET_HOURS, 0, soon);
        String cid = person(null, null);
        defer(notification(cid, "gone"), Reasons.DIGEST, 0, null);
        defer(notification(cid, "gone-too"), Reasons.QUIET_HOURS, 0, soon);
        String dan = person(null, null);
        Notification never = notification(dan, "never");
        defer(never, Reasons.DIGEST, 0, null);
        awaitItems(ann, 4);
        awaitItems(bob, 2);
        awaitItems(cid, 2);
        awaitItems(dan, 1);

        prefer(bob, 2, Map.of("comment", Map.of(Channel.EMAIL, Switch.OFF)), null);
        become(cid, 2, null, true);
        prefer(dan, 2, Map.of(), new DigestSettings(DigestFrequency.NEVER, null, null));
        awaitItems(cid, 0);
        awaitVersion("preference", bob, 2);
        clock.set(soon);
        clock.advance(Duration.ofDays(1));

        assertThat(awaitMails(ann, 1).getFirst().notifications())
                .extracting(Notification::eventId)
                .containsExactly("kept");
        awaitLeftOut(removed, Reasons.REMOVED);
        awaitLeftOut(expired, Reasons.EXPIRED);
        awaitLeftOut(tooLate, Reasons.EXPIRED);
        awaitLeftOut(digested, Reasons.UNSUBSCRIBED);
        awaitLeftOut(single, Reasons.UNSUBSCRIBED);
        awaitLeftOut(never, Reasons.DIGEST_NEVER);
        assertThat(mails(List.of(ann, bob, cid, dan))).hasSize(1);
    }

    @Test
    void aRefusedDigestGoesWithoutWhatExpiredMeanwhile() {
        Instant opens = clock.instant().plus(Duration.ofHours(30));
        String ann = person(null, null);
        defer(notification(ann, "kept"), Reasons.DIGEST, 0, null);
        defer(notification(ann, "brief", Priority.MEDIUM, opens), Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);
        clock.advance(Duration.ofDays(1));
        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.total()).isEqualTo(2);

        publisher.publish(refused(digest, opens));
        awaitItems(ann, 3);
        clock.set(opens);

        assertThat(awaitMails(ann, 2).getLast().notifications())
                .extracting(Notification::eventId)
                .containsExactly("kept");
    }

    @Test
    void aDueDigestWaitsForAnAnswerAboutWhatWasSeen() throws Exception {
        String ann = person(null, null);
        defer(notification(ann, "waits"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);
        workers.stop();
        try {
            API_STATUS.set(503);
            clock.advance(Duration.ofDays(1));
            settleAll();
            assertThat(call("POST", "/api/v1/digests/runs", ann, "{}").statusCode()).isEqualTo(503);
            assertThat(mailsOf(ann)).isEmpty();
            API_STATUS.set(200);
        } finally {
            workers.start();
        }

        assertThat(awaitMails(ann, 1)).hasSize(1);
    }

    @Test
    void whoseClaimHasPassedDropsItsWork() {
        String ann = person(null, null);
        Notification digested = notification(ann, "digested");
        Notification single = notification(ann, "single");
        defer(digested, Reasons.DIGEST, 0, null);
        defer(single, Reasons.QUIET_HOURS, 0, clock.instant().plus(Duration.ofDays(1)));
        awaitItems(ann, 2);
        RecipientKey key = new RecipientKey("default", ann);
        StatesAnswer nothing = new StatesAnswer(Set.of(), Set.of());

        assertThat(
                        freezeDigest.freeze(
                                new FreezeDigest.Wanted(
                                        key,
                                        "daily",
                                        "2026-01-01",
                                        LocalDate.EPOCH,
                                        clock.instant(),
                                        UUID.randomUUID()),
                                new FreezeDigest.Asked(List.of(), nothing),
                                UUID.randomUUID()))
                .isInstanceOf(FreezeDigest.Outcome.Passed.class);
        Item item =
                new Item(
                        EventJson.read(
                                deferral(single, Reasons.QUIET_HOURS, 0, clock.instant()).value(),
                                Deferral.class),
                        true);
        assertThat(releaseItem.release(item, UUID.randomUUID(), nothing, UUID.randomUUID()))
                .isEmpty();
        SEEN.add(single.id());
        assertThat(
                        releaseItem.release(
                                item,
                                UUID.randomUUID(),
                                new StatesAnswer(Set.of(single.id()), Set.of()),
                                UUID.randomUUID()))
                .isEmpty();

        assertThat(state(ann, digested.id(), 0)).isEqualTo("pending");
        assertThat(state(ann, single.id(), 0)).isEqualTo("pending");
        assertThat(count("run", ann)).isZero();
    }

    @Test
    void theSameRequestIsAnsweredWithTheSameRunForOnePerson() throws Exception {
        String ann = person(null, null);
        String bob = person(null, null);
        for (String each : List.of(ann, bob)) {
            defer(notification(each, "one"), Reasons.DIGEST, 0, null);
            awaitItems(each, 1);
        }

        String first = runNow(ann, "key-" + ann);
        defer(notification(ann, "two"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);

        assertThat(runNow(ann, "key-" + ann)).isEqualTo(first);
        assertThat(mailsOf(ann)).hasSize(1);
        assertThat(runNow(bob, "key-" + ann)).isNotEqualTo(first);
        assertThat(mailsOf(bob)).hasSize(1);
        assertThat(runNow(ann, "another-" + ann)).isNotEqualTo(first);
        assertThat(mailsOf(ann).getLast().notifications())
                .extracting(Notification::eventId)
                .containsExactly("two");
    }

    @Test
    void anOlderVersionOfAPersonChangesNothing() {
        String ann = person(null, null);
        become(ann, 5, "Asia/Tokyo", false);
        prefer(ann, 5, Map.of(), new DigestSettings(DigestFrequency.DAILY, null, null));
        DigestSettings weekly = new DigestSettings(DigestFrequency.WEEKLY, null, null);
        become(ann, 4, "Europe/Oslo", true);
        become(ann, 5, "Europe/Oslo", true);
        prefer(ann, 4, Map.of(), weekly);
        prefer(ann, 5, Map.of(), weekly);
        // Records of one key are read in order: behind these two nothing of the above is to come.
        String marker = ann + "-marker";
        publisher.publish(recipient(ann, marker, 1, null, false));
        publisher.publish(preferences(ann, marker, 1, Map.of(), null));
        awaitVersion("recipient", marker, 1);
        awaitVersion("preference", marker, 1);

        assertThat(
                        jdbc.sql(
                                        """
                                        select r.time_zone || ' ' || r.gone || ' ' || (p.body::json -> 'digest' ->> 'frequency')
                                        from recipient r join preference p using (tenant, recipient) where recipient = ?
                                        """)
                                .param(ann)
                                .query(String.class)
                                .single())
                .isEqualTo("Asia/Tokyo false daily");
    }

    @Test
    void settledItemsAndSentRunsAreKeptForTheMemoryAndWhatWaitsForGood() {
        String ann = person(null, null);
        Instant edge = clock.instant().plus(Duration.ofMinutes(2)).minus(Duration.ofDays(45));
        item(ann, "over", "taken", edge.minusMillis(1));
        item(ann, "kept", "left_out", edge);
        item(ann, "pending", "pending", null);
        run(ann, "over", edge.minusMillis(1));
        run(ann, "kept", edge);
        run(ann, "unsent", null);

        clock.advance(Duration.ofMinutes(2));
        awaitItems(ann, 2);
        await().until(() -> count("run", ann) == 2);

        assertThat(
                        jdbc.sql("select reason from item where recipient = ?")
                                .param(ann)
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder("kept", "pending");
        assertThat(
                        jdbc.sql("select run_key from run where recipient = ?")
                                .param(ann)
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder("kept", "unsent");
        jdbc.sql("delete from run where recipient = ?").param(ann).update();
    }

    @Test
    void aDeferralDecidedBeforeTheMemoryIsADeadLetterAndOneWithinIsStored() {
        String ann = person(null, null);
        Instant edge = clock.instant().minus(Duration.ofDays(45));
        Notification old = notification(ann, "old");
        publisher.publish(decided(old, edge.minusMillis(1)));
        publisher.publish(decided(notification(ann, "young"), edge));

        awaitItems(ann, 1);
        assertThat(read(Topics.DEAD_LETTERS))
                .filteredOn(record -> header(record, Headers.CE_ID).startsWith(old.id().toString()))
                .extracting(record -> header(record, Headers.DEAD_CODE))
                .containsExactly("beyond_memory");
        assertThat(count("item", ann)).isEqualTo(1);
    }

    @Test
    void pendingItemsAreShownToTheirOwnerOnly() throws Exception {
        String ann = person(null, null);
        Notification own = notification(ann, "own");
        defer(own, Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);
        String elsewhere = TestTokens.mint("acme", ann, Duration.ofDays(365), "user");
        String item = "/api/v1/digests/items/" + own.id();

        assertThat(call("GET", "/api/v1/digests/pending", "mallory", null).body())
                .doesNotContain(own.id().toString());
        assertThat(send("GET", "/api/v1/digests/pending", elsewhere, null).body())
                .doesNotContain(own.id().toString());
        assertThat(send("DELETE", item, elsewhere, null).statusCode()).isEqualTo(404);
        assertThat(call("DELETE", item, "mallory", null).statusCode()).isEqualTo(404);
        assertThat(state(ann, own.id(), 0)).isEqualTo("pending");
    }

    /// Does what a worker does, until nothing is due any more.
    private void settleAll() {
        boolean more = true;
        while (more) {
            more = due.once();
        }
    }

    private String runNow(String recipient, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + port + "/api/v1/digests/runs"))
                        .header("Authorization", "Bearer " + token(recipient, "user"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    DESCRIBED
                            .checked(
                                    "{}",
                                    client.send(request, HttpResponse.BodyHandlers.ofString()))
                            .body();
            return String.valueOf(
                    EventJson.readObject(body.getBytes(StandardCharsets.UTF_8)).get("run_id"));
        }
    }

    private void awaitDue(String recipient, Instant at) {
        await().atMost(Duration.ofSeconds(30)).until(() -> at.equals(nextDue(recipient)));
    }

    private void awaitVersion(String table, String recipient, long version) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.sql("select version from " + table + " where recipient = ?")
                                .param(recipient)
                                .query(Long.class)
                                .optional()
                                .filter(held -> held == version)
                                .isPresent());
    }

    private void awaitLeftOut(Notification notification, String reason) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.sql("select coalesce(left_out, state) from item where id = ?")
                                .param(notification.id())
                                .query(String.class)
                                .single()
                                .equals(reason));
    }

    private void become(String id, long version, String zone, boolean erased) {
        publisher.publish(recipient(id, id, version, zone, erased));
    }

    private void prefer(
            String id,
            long version,
            Map<String, Map<Channel, Switch>> categories,
            DigestSettings digest) {
        publisher.publish(preferences(id, id, version, categories, digest));
    }

    private OutgoingRecord recipient(
            String key, String id, long version, String zone, boolean erased) {
        return reference(
                Topics.RECIPIENTS,
                RecordTypes.RECIPIENT,
                key,
                new Recipient(
                        "default",
                        id,
                        version,
                        null,
                        "someone@mail.example",
                        null,
                        null,
                        zone,
                        null,
                        Map.of(),
                        false,
                        erased,
                        clock.instant()));
    }

    private OutgoingRecord preferences(
            String key,
            String id,
            long version,
            Map<String, Map<Channel, Switch>> categories,
            DigestSettings digest) {
        return reference(
                Topics.PREFERENCES,
                RecordTypes.PREFERENCES,
                key,
                new Preferences(
                        "default",
                        id,
                        version,
                        Map.of(),
                        categories,
                        Map.of(),
                        null,
                        digest,
                        false,
                        clock.instant()));
    }

    private OutgoingRecord reference(String topic, String type, String key, Object value) {
        return OutgoingRecord.of(
                topic,
                "default/" + key,
                type,
                key,
                "test",
                clock.instant(),
                "default",
                null,
                value);
    }

    private OutgoingRecord decided(Notification notification, Instant at) {
        return record(
                new Deferral(
                        notification.id(),
                        0,
                        Channel.EMAIL,
                        "default",
                        notification.recipient(),
                        Reasons.DIGEST,
                        null,
                        notification,
                        null,
                        at));
    }

    /// A row of long ago.
    private void item(String recipient, String name, String state, Instant settledAt) {
        jdbc.sql(
                        """
                        insert into item (tenant, recipient, id, generation, channel, reason, single, body, decided_at, state, settled_at)
                        values ('default', ?, gen_random_uuid(), 0, 'email', ?, false, '{}', 'epoch', ?, ?)
                        """)
                .param(recipient)
                .param(name)
                .param(state)
                .param(settledAt == null ? null : java.sql.Timestamp.from(settledAt))
                .update();
    }

    private void run(String recipient, String key, Instant sentAt) {
        jdbc.sql(
                        """
                        insert into run (run_id, tenant, recipient, kind, run_key, due_at, frozen_at, sent_at, items, left_out, lease_until)
                        values (gen_random_uuid(), 'default', ?, 'daily', ?, 'epoch', 'epoch', ?, 0, 0, now() + interval '1 day')
                        """)
                .param(recipient)
                .param(key)
                .param(sentAt == null ? null : java.sql.Timestamp.from(sentAt))
                .update();
    }
}
