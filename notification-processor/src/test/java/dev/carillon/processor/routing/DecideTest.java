package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.Switch;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.outbound.Timeline;
import dev.carillon.processor.reference.Person;
import dev.carillon.processor.routing.Decide.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/// What a decision hands on: expiry, due instant, topic, dedup claim.
class DecideTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration MEMORY = Duration.ofDays(14);
    private static final String NEWS = "key: news\ncategory: news\n";
    private static final String IMMEDIATE = NEWS + "channels: { in_app: true, email: immediate }";
    private static final String DIGEST = NEWS + "channels: { in_app: true, email: digest }";
    private static final String DEDUP =
            IMMEDIATE + "\ndedup: { key: event.subject, window: PT10M }";

    private static final CarillonProperties SERVICE =
            new CarillonProperties(
                    CarillonMode.LOCAL, "notification-processor", null, null, null, "Carillon");

    private final Candidates candidates = new Candidates();
    private final Decide decide =
            new Decide(
                    SERVICE,
                    timeline(),
                    new ProcessorProperties(
                            List.of(), 1, MEMORY, Duration.ofSeconds(5), Duration.ofMinutes(1)));
    private Instant now = NOW;
    private Person person = Person.UNKNOWN;

    @Test
    void theExpiryGoesOnToTheInboxRowTheMailAndTheDeferral() {
        Instant expiry = NOW.plusSeconds(60);
        candidates.expiresAt = expiry;

        Decision sent = decide(IMMEDIATE);
        assertThat(value(sent, Topics.NOTIFICATIONS, Notification.class).expiresAt())
                .isEqualTo(expiry);
        assertThat(value(sent, Topics.EMAIL, EmailMessage.class).notifications())
                .extracting(Notification::expiresAt)
                .containsExactly(expiry);
        assertThat(
                        value(decide(DIGEST), Topics.DEFERRALS, Deferral.class)
                                .notification()
                                .expiresAt())
                .isEqualTo(expiry);
    }

    @Test
    void theExpiryOfTheTypeCountsFromTheEventAndOneOfTheRequestComesFirst() {
        candidates.time = NOW.minus(Duration.ofHours(1));
        assertThat(reasons(decide(IMMEDIATE + "\nexpires_after: PT1H")))
                .containsOnly(Reasons.EXPIRED);

        Decision inTime = decide(IMMEDIATE + "\nexpires_after: PT1H0.001S");
        assertThat(value(inTime, Topics.NOTIFICATIONS, Notification.class).expiresAt())
                .isEqualTo(NOW.plusMillis(1));

        candidates.expiresAt = NOW.plusSeconds(9);
        assertThat(
                        value(
                                        decide(IMMEDIATE + "\nexpires_after: PT1M"),
                                        Topics.NOTIFICATIONS,
                                        Notification.class)
                                .expiresAt())
                .isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void onlyQuietHoursMakeANotificationSilent() {
        assertThat(value(decide(IMMEDIATE), Topics.NOTIFICATIONS, Notification.class).silent())
                .isFalse();
    }

    @Test
    void mailHeldByQuietHoursIsDueAtTheirEndInThePersonsZone() {
        now = Instant.parse("2026-11-21T14:00:00Z");
        person = inTokyo(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)), Map.of());

        Decision decision = decide(IMMEDIATE);

        Deferral deferral = value(decision, Topics.DEFERRALS, Deferral.class);
        assertThat(deferral.notBefore()).isEqualTo(Instant.parse("2026-11-21T22:00:00Z"));
        assertThat(deferral.reason()).isEqualTo(Reasons.QUIET_HOURS);
        assertThat(deferral.generation()).isZero();
        assertThat(value(decision, Topics.NOTIFICATIONS, Notification.class).silent()).isTrue();
        assertThat(topics(decision)).doesNotContain(Topics.EMAIL);
    }

    @Test
    void criticalMailHasItsOwnTopicAndNothingSuppressedLeaves() {
        assertThat(topics(decide(IMMEDIATE + "\ncritical: true")))
                .containsExactly(Topics.NOTIFICATIONS, Topics.EMAIL_CRITICAL, Topics.TIMELINE);
        assertThat(topics(decide(IMMEDIATE)))
                .containsExactly(Topics.NOTIFICATIONS, Topics.EMAIL, Topics.TIMELINE);
        assertThat(topics(decide(NEWS + "channels: { in_app: false, email: immediate }")))
                .containsExactly(Topics.EMAIL, Topics.TIMELINE);
        candidates.expiresAt = NOW;
        assertThat(topics(decide(IMMEDIATE))).containsExactly(Topics.TIMELINE);
    }

    @Test
    void aDedupKeyCountsForOneTenantTypeAndRecipient() {
        candidates.dedupKey = "issue-1";
        Identity key = Decide.claimKey(candidates.of(DEDUP)).orElseThrow();

        candidates.event = "2";
        assertThat(Decide.claimKey(candidates.of(DEDUP))).contains(key);
        assertThat(Decide.claimKey(candidates.of(DEDUP.replace("news", "olds"))))
                .get()
                .isNotEqualTo(key);
        candidates.recipient = "bob";
        assertThat(Decide.claimKey(candidates.of(DEDUP))).get().isNotEqualTo(key);
        candidates.recipient = "ann";
        candidates.tenant = "acme";
        assertThat(Decide.claimKey(candidates.of(DEDUP))).get().isNotEqualTo(key);
        candidates.tenant = "default";
        candidates.dedupKey = "issue-2";
        assertThat(Decide.claimKey(candidates.of(DEDUP))).get().isNotEqualTo(key);
        assertThat(Decide.claimKey(candidates.of(IMMEDIATE))).isEmpty();
    }

    @Test
    void aClaimIsKeptForItsWindowAndTheMemoryAndNamesTheEventsTime() {
        candidates.dedupKey = "issue-1";
        Duration kept = Duration.ofMinutes(10).plus(MEMORY);

        assertThat(decide(DEDUP).claim())
                .satisfies(claim -> {
                    assertThat(claim.owner()).isEqualTo(candidates.of(DEDUP).identity());
                    assertThat(claim.eventTime()).isEqualTo(candidates.time);
                    assertThat(claim.keptUntil()).isEqualTo(NOW.plus(kept));
                });
        candidates.time = NOW.plusSeconds(240);
        assertThat(decide(DEDUP).claim().keptUntil()).isEqualTo(candidates.time.plus(kept));
    }

    @Test
    void whatNotifiesNobodyTakesNoClaim() {
        candidates.dedupKey = "issue-1";
        candidates.actors = List.of("ann");
        assertThat(decide(DEDUP).claim()).isNull();

        candidates.actors = List.of();
        person = inTokyo(null, Map.of(Channel.EMAIL, Switch.OFF, Channel.IN_APP, Switch.OFF));
        assertThat(decide(DEDUP).claim()).isNull();

        person = inTokyo(null, Map.of(Channel.EMAIL, Switch.OFF));
        assertThat(decide(DEDUP).claim()).isNotNull();
    }

    @Test
    void aWaitForReferenceDataIsNotedAndSoIsItsVainEnd() {
        assertThat(details(new Circumstances(NOW, Duration.ZERO, true)))
                .containsEntry("type_version", 1)
                .doesNotContainKeys("waited_ms", "reference_behind");
        assertThat(details(new Circumstances(NOW, Duration.ofMillis(7), true)))
                .containsEntry("waited_ms", 7)
                .doesNotContainKey("reference_behind");
        assertThat(details(new Circumstances(NOW, Duration.ofSeconds(5), false)))
                .containsEntry("waited_ms", 5_000)
                .containsEntry("reference_behind", true);
    }

    private Map<String, Object> details(Circumstances circumstances) {
        Decision decision = decide.decide(candidates.of(IMMEDIATE), person, circumstances);
        return value(decision, Topics.TIMELINE, TimelineEntry.class).details();
    }

    private Decision decide(String yaml) {
        return decide.decide(
                candidates.of(yaml), person, new Circumstances(now, Duration.ZERO, true));
    }

    private static List<String> reasons(Decision decision) {
        return decision.channels().values().stream().map(outcome -> outcome.reason()).toList();
    }

    private static List<String> topics(Decision decision) {
        return decision.emission().stream().map(OutgoingRecord::topic).toList();
    }

    private static <T> T value(Decision decision, String topic, Class<T> type) {
        return decision.emission().stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> EventJson.read(record.value(), type))
                .findFirst()
                .orElseThrow();
    }

    private static Person inTokyo(QuietHours quiet, Map<Channel, Switch> channels) {
        return Person.of(
                new Recipient(
                        "default",
                        "ann",
                        1,
                        "Ann",
                        null,
                        null,
                        "en",
                        "Asia/Tokyo",
                        null,
                        Map.of(),
                        false,
                        false,
                        NOW),
                new Preferences(
                        "default", "ann", 1, channels, Map.of(), Map.of(), quiet, null, false,
                        NOW));
    }

    private static Timeline timeline() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(CarillonProperties.class, () -> SERVICE);
            context.register(Timeline.class);
            context.refresh();
            return context.getBean(Timeline.class);
        }
    }
}
