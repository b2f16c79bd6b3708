package dev.carillon.processor.routing;

import static dev.carillon.events.ChannelOutcome.Outcome.DEFERRED;
import static dev.carillon.events.ChannelOutcome.Outcome.SENT;
import static dev.carillon.events.ChannelOutcome.Outcome.SUPPRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Recipient;
import dev.carillon.events.Switch;
import dev.carillon.processor.reference.Person;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteChannelsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-21T23:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-22T07:00:00Z");
    private static final String IMMEDIATE = "channels: { in_app: true, email: immediate }";
    private static final String DIGEST = "channels: { in_app: true, email: digest }";

    private final Candidates candidates = new Candidates();
    private Instant now = NOON;
    private Person person = Person.UNKNOWN;

    @Test
    void theTypeDecidesForWhoeverSaidNothing() {
        expect(IMMEDIATE, outcome(SENT, "immediate", "type"), outcome(SENT, "immediate", "type"));
        expect(DIGEST, outcome(SENT, "immediate", "type"), outcome(DEFERRED, "digest", "type"));
        expect(
                "channels: { in_app: true, email: true }",
                outcome(SENT, "immediate", "type"),
                outcome(DEFERRED, "digest", "system"));
        expect(
                "channels: { in_app: true }",
                outcome(SENT, "immediate", "type"),
                outcome(SUPPRESSED, "not_in_type", "type"));
        expect(
                "channels: { in_app: true, email: false }",
                outcome(SENT, "immediate", "type"),
                outcome(SUPPRESSED, "channel_off", "type"));
    }

    @Test
    void aPersonsOwnSwitchesDecideAndAreTold() {
        person = own(Map.of(), Map.of("news", Map.of(Channel.EMAIL, Switch.OFF)), null, null);
        expect(
                IMMEDIATE,
                outcome(SENT, "immediate", "type"),
                outcome(SUPPRESSED, "muted", "person"));

        person =
                own(
                        Map.of(Channel.EMAIL, Switch.OFF),
                        Map.of("news", Map.of(Channel.EMAIL, Switch.ON)),
                        null,
                        null);
        expect(
                IMMEDIATE,
                outcome(SENT, "immediate", "type"),
                outcome(SUPPRESSED, "channel_off", "person"));

        person = own(Map.of(), Map.of("news", Map.of(Channel.EMAIL, Switch.DIGEST)), null, null);
        expect(
                IMMEDIATE,
                outcome(SENT, "immediate", "type"),
                outcome(DEFERRED, "digest", "person"));
    }

    @Test
    void digestsThatAreOffSuppressWhatWouldHaveGoneIntoOne() {
        person =
                own(
                        Map.of(),
                        Map.of(),
                        null,
                        new DigestSettings(DigestFrequency.NEVER, null, null));

        expect(
                DIGEST,
                outcome(SENT, "immediate", "type"),
                outcome(SUPPRESSED, "digest_never", "person"));
        expect(IMMEDIATE, outcome(SENT, "immediate", "type"), outcome(SENT, "immediate", "type"));
    }

    @Test
    void quietHoursSilenceTheInboxAndHoldMailBack() {
        person = quiet();
        now = NIGHT;
        ChannelOutcome held = new ChannelOutcome(DEFERRED, "quiet_hours", "person", MORNING);

        expect(IMMEDIATE, outcome(SENT, "quiet_hours", "person"), held);
        expect(DIGEST, outcome(SENT, "quiet_hours", "person"), outcome(DEFERRED, "digest", "type"));
    }

    @Test
    void urgentPassesQuietHoursAndDigests() {
        person = quiet();
        now = NIGHT;

        expect(
                DIGEST + "\npriority: urgent",
                outcome(SENT, "urgent", "type"),
                outcome(SENT, "urgent", "type"));
        candidates.priority = Priority.URGENT;
        expect(DIGEST, outcome(SENT, "urgent", "type"), outcome(SENT, "urgent", "type"));
    }

    @Test
    void criticalPassesEverySwitchAndQuietHours() {
        person =
                own(
                        Map.of(Channel.EMAIL, Switch.OFF, Channel.IN_APP, Switch.OFF),
                        Map.of(),
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)),
                        null);
        now = NIGHT;

        expect(
                IMMEDIATE + "\ncritical: true",
                outcome(SENT, "critical", "type"),
                outcome(SENT, "critical", "type"));
    }

    @Test
    void whatIsOverOrErasedComesBeforeEverythingElse() {
        candidates.expiresAt = NOON;
        expect(
                IMMEDIATE + "\ncritical: true",
                outcome(SUPPRESSED, "expired", null),
                outcome(SUPPRESSED, "expired", null));

        person = new Person(recipient(true), 1, null, 0);
        expect(
                IMMEDIATE + "\ncritical: true",
                outcome(SUPPRESSED, "erased", null),
                outcome(SUPPRESSED, "erased", null));
    }

    @Test
    void nobodyIsNotifiedOfTheirOwnActionUnlessTheTypeSaysSo() {
        candidates.actors = List.of("bob", "ann");
        expect(
                IMMEDIATE + "\ncritical: true",
                outcome(SUPPRESSED, "own_action", null),
                outcome(SUPPRESSED, "own_action", null));
        expect(
                IMMEDIATE + "\nnotify_actor: true",
                outcome(SENT, "immediate", "type"),
                outcome(SENT, "immediate", "type"));

        candidates.actors = List.of("Ann", "ann lund", "anna");
        expect(IMMEDIATE, outcome(SENT, "immediate", "type"), outcome(SENT, "immediate", "type"));
    }

    @Test
    void anOwnActionComesAfterExpiryAndBeforeMutesAndDuplicates() {
        candidates.actors = List.of("ann");
        person = own(Map.of(Channel.EMAIL, Switch.OFF), Map.of(), null, null);
        expect(
                IMMEDIATE,
                outcome(SUPPRESSED, "own_action", null),
                outcome(SUPPRESSED, "own_action", null));
        Candidate candidate = candidates.of("key: news\ncategory: news\n" + IMMEDIATE);
        assertThat(RouteChannels.isOver(RouteChannels.route(candidate, person, now))).isTrue();

        candidates.expiresAt = NOON;
        expect(
                IMMEDIATE,
                outcome(SUPPRESSED, "expired", null),
                outcome(SUPPRESSED, "expired", null));
    }

    @Test
    void aRequestNarrowsChannelsAndNeverWidensThem() {
        candidates.channels = Set.of(Channel.EMAIL);
        expect(
                IMMEDIATE,
                outcome(SUPPRESSED, "not_requested", null),
                outcome(SENT, "immediate", "type"));

        person = own(Map.of(Channel.EMAIL, Switch.OFF), Map.of(), null, null);
        expect(
                IMMEDIATE,
                outcome(SUPPRESSED, "not_requested", null),
                outcome(SUPPRESSED, "channel_off", "person"));
    }

    /// At the same instant it is night in Tokyo and noon in London.
    @Test
    void quietHoursAreThoseOfThePersonsZone() {
        QuietHours nine = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0));
        ChannelOutcome immediate = outcome(SENT, "immediate", "type");
        now = NOON;

        person = in("Europe/London", nine);
        expect(IMMEDIATE, immediate, immediate);
        person = in("Asia/Tokyo", nine);
        expect(
                IMMEDIATE,
                outcome(SENT, "quiet_hours", "person"),
                new ChannelOutcome(
                        DEFERRED, "quiet_hours", "person", Instant.parse("2026-11-21T22:00:00Z")));

        now = Instant.parse("2026-11-21T22:00:00Z");
        expect(IMMEDIATE, immediate, immediate);
        now = now.minusMillis(1);
        expect(
                IMMEDIATE,
                outcome(SENT, "quiet_hours", "person"),
                new ChannelOutcome(
                        DEFERRED, "quiet_hours", "person", Instant.parse("2026-11-21T22:00:00Z")));
    }

    @Test
    void quietHoursAreInUtcUntilAZoneIsKnown() {
        QuietHours nine = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0));
        for (Person unknown :
                List.of(
                        in(null, nine),
                        in("Mars/Olympus", nine),
                        new Person(null, 0, in(null, nine).preferences(), 1))) {
            person = unknown;
            now = NOON;
            expect(
                    IMMEDIATE,
                    outcome(SENT, "immediate", "type"),
                    outcome(SENT, "immediate", "type"));
            now = NIGHT;
            expect(
                    IMMEDIATE,
                    outcome(SENT, "quiet_hours", "person"),
                    new ChannelOutcome(DEFERRED, "quiet_hours", "person", MORNING));
        }
    }

    @Test
    void aNotificationLivesUntilItsExpiryAndNoLonger() {
        candidates.expiresAt = NOON.plusMillis(1);
        expect(IMMEDIATE, outcome(SENT, "immediate", "type"), outcome(SENT, "immediate", "type"));
        candidates.expiresAt = NOON;
        expect(
                IMMEDIATE,
                outcome(SUPPRESSED, "expired", null),
                outcome(SUPPRESSED, "expired", null));
    }

    @Test
    void onlyThreeReasonsComeBeforeADuplicate() {
        Candidate plain = candidates.of("key: news\ncategory: news\n" + IMMEDIATE);
        assertThat(RouteChannels.isOver(RouteChannels.route(plain, person, now))).isFalse();
        Person muted =
                own(
                        Map.of(Channel.EMAIL, Switch.OFF, Channel.IN_APP, Switch.OFF),
                        Map.of(),
                        null,
                        null);
        assertThat(RouteChannels.isOver(RouteChannels.route(plain, muted, now))).isFalse();
        assertThat(RouteChannels.notifies(RouteChannels.route(plain, muted, now))).isFalse();
        assertThat(RouteChannels.notifies(RouteChannels.duplicate(plain, person, now))).isFalse();

        Person erased = new Person(recipient(true), 1, null, 0);
        assertThat(RouteChannels.isOver(RouteChannels.route(plain, erased, now))).isTrue();
        candidates.expiresAt = NOON;
        Candidate expired = candidates.of("key: news\ncategory: news\n" + IMMEDIATE);
        assertThat(RouteChannels.isOver(RouteChannels.route(expired, person, now))).isTrue();
    }

    private void expect(String yaml, ChannelOutcome inApp, ChannelOutcome email) {
        Candidate candidate = candidates.of("key: news\ncategory: news\n" + yaml);
        assertThat(RouteChannels.route(candidate, person, now))
                .isEqualTo(Map.of(Channel.IN_APP, inApp, Channel.EMAIL, email));
    }

    private static ChannelOutcome outcome(
            ChannelOutcome.Outcome outcome, String reason, String decidedBy) {
        return new ChannelOutcome(outcome, reason, decidedBy, null);
    }

    private static Person quiet() {
        return own(
                Map.of(), Map.of(), new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)), null);
    }

    private static Person own(
            Map<Channel, Switch> channels,
            Map<String, Map<Channel, Switch>> categories,
            QuietHours quietHours,
            DigestSettings digest) {
        return new Person(
                recipient(false),
                1,
                new Preferences(
                        "default",
                        "ann",
                        1,
                        channels,
                        categories,
                        Map.of(),
                        quietHours,
                        digest,
                        false,
                        NOON),
                1);
    }

    private static Recipient recipient(boolean erased) {
        return new Recipient(
                "default", "ann", 1, "Ann", null, null, "en", "UTC", null, Map.of(), false, erased,
                NOON);
    }

    private static Person in(String zone, QuietHours hours) {
        return Person.of(
                new Recipient(
                        "default", "ann", 1, "Ann", null, null, "en", zone, null, Map.of(), false,
                        false, NOON),
                own(Map.of(), Map.of(), hours, null).preferences());
    }
}
