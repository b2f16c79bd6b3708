package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.Identity;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.Switch;
import dev.carillon.processor.deduplication.Claim;
import dev.carillon.processor.reference.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The text of a decision names the setting, the end of quiet hours, and the notification that a duplicate repeats.
class DecisionWordsTest {
    private static final Instant NIGHT = Instant.parse("2026-11-21T23:00:00Z");
    private static final String NEWS = "key: news\ncategory: updates\n";
    private static final String IMMEDIATE = NEWS + "channels: { in_app: true, email: immediate }";

    private final Candidates candidates = new Candidates();

    @Test
    void quietHoursAreNamedWithTheirEndOnThePersonsClock() {
        Person person =
                own(
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)),
                        null);

        assertThat(text(IMMEDIATE, person))
                .isEqualTo(
                        "In the inbox without a sound, because of quiet hours until 2026-11-22 07:00 Europe/Zurich (2026-11-22T06:00:00Z);"
                                + " by email at the end of quiet hours, 2026-11-22 07:00 Europe/Zurich (2026-11-22T06:00:00Z).");
        assertThat(settings(IMMEDIATE, person))
                .isEqualTo(Map.of("in_app", "quiet_hours", "email", "quiet_hours"));
    }

    @Test
    void theSettingThatMutedIsNamed() {
        Map<Channel, Switch> off = Map.of(Channel.EMAIL, Switch.OFF);
        Person byType = own(Map.of(), Map.of(), Map.of("news", off), null, null);
        assertThat(text(IMMEDIATE, byType))
                .endsWith(
                        "not by email: the recipient's preferences turn it off for the type news.");
        assertThat(settings(IMMEDIATE, byType)).isEqualTo(Map.of("email", "types.news.email"));

        Person byCategory = own(Map.of(), Map.of("updates", off), Map.of(), null, null);
        assertThat(text(IMMEDIATE, byCategory))
                .endsWith(
                        "not by email: the recipient's preferences turn it off for the category updates.");
        assertThat(settings(IMMEDIATE, byCategory))
                .isEqualTo(Map.of("email", "categories.updates.email"));

        Person whole = own(off, Map.of(), Map.of(), null, null);
        assertThat(text(IMMEDIATE, whole))
                .endsWith(
                        "not by email: the recipient's preferences turn this channel off as a whole.");
        assertThat(settings(IMMEDIATE, whole)).isEqualTo(Map.of("email", "channels.email"));

        assertThat(text(NEWS + "channels: { in_app: true, email: false }", Person.UNKNOWN))
                .endsWith(
                        "not by email: the type news has it turned off by default, and the recipient has not turned it on.");
    }

    @Test
    void digestsThatAreOffAndWhatIsCriticalAreExplained() {
        Person never =
                own(
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        null,
                        new DigestSettings(DigestFrequency.NEVER, null, null));
        String digest = NEWS + "channels: { in_app: true, email: digest }";
        assertThat(text(digest, never))
                .endsWith(
                        "not by email: it belongs in a digest, and the recipient's digests are off.");
        assertThat(settings(digest, never)).isEqualTo(Map.of("email", "digest.frequency"));
        assertThat(text(digest, Person.UNKNOWN))
                .isEqualTo("In the inbox at once; by email with the next digest.");
        assertThat(text(IMMEDIATE + "\ncritical: true", never))
                .isEqualTo(
                        "In the inbox at once (the type is critical: preferences and quiet hours do not apply);"
                                + " by email at once (the type is critical: preferences and quiet hours do not apply).");
    }

    @Test
    void aDuplicateNamesTheNotificationThatItRepeatsAndTheWindow() {
        Candidate candidate =
                candidates.of(IMMEDIATE + "\ndedup: { key: event.id, window: PT1H10M }");
        UUID owner = UUID.fromString("01a1b2c3-0000-8000-8000-000000000001");
        Identity identity = candidate.identity();
        Claim claim =
                new Claim(identity, identity, owner, Instant.parse("2026-11-21T10:55:00Z"), NIGHT);

        assertThat(
                        DecisionWords.ofDuplicate(
                                candidate, own(Map.of(), Map.of(), Map.of(), null, null), claim))
                .isEqualTo(
                        "Not sent: it repeats notification 01a1b2c3-0000-8000-8000-000000000001 of 2026-11-21 11:55 Europe/Zurich"
                                + " (2026-11-21T10:55:00Z). The type news notifies once within 1 hour 10 minutes for the same thing.");
        assertThat(DecisionWords.detailsOfDuplicate(candidate, claim))
                .containsEntry("duplicate_of", owner.toString())
                .containsEntry("duplicate_of_time", "2026-11-21T10:55:00Z")
                .containsEntry("dedup_window", "PT1H10M");
        assertThat(DecisionWords.duration(Duration.ofDays(1))).isEqualTo("1 day");
        assertThat(DecisionWords.duration(Duration.ofMillis(5))).isEqualTo("5 ms");
    }

    @Test
    void everyReasonForNotSendingHasWords() {
        Candidate candidate = candidates.of(IMMEDIATE);
        for (String reason : Reasons.meanings().keySet()) {
            Map<Channel, ChannelOutcome> outcomes = new EnumMap<>(Channel.class);
            outcomes.put(
                    Channel.EMAIL,
                    new ChannelOutcome(ChannelOutcome.Outcome.SUPPRESSED, reason, null, null));
            assertThat(DecisionWords.of(candidate, Person.UNKNOWN, outcomes, NIGHT))
                    .as(reason)
                    .matches("Not by email: [^_\\n]{8,}\\.");
        }
    }

    private String text(String yaml, Person person) {
        Candidate candidate = candidates.of(yaml);
        return DecisionWords.of(
                candidate, person, RouteChannels.route(candidate, person, NIGHT), NIGHT);
    }

    private Map<String, String> settings(String yaml, Person person) {
        Candidate candidate = candidates.of(yaml);
        return DecisionWords.settings(
                candidate, person, RouteChannels.route(candidate, person, NIGHT));
    }

    private static Person own(
            Map<Channel, Switch> channels,
            Map<String, Map<Channel, Switch>> categories,
            Map<String, Map<Channel, Switch>> types,
            QuietHours quietHours,
            DigestSettings digest) {
        return new Person(
                new Recipient(
                        "default",
                        "ann",
                        1,
                        "Ann",
                        null,
                        null,
                        "en",
                        "Europe/Zurich",
                        null,
                        Map.of(),
                        false,
                        false,
                        NIGHT),
                1,
                new Preferences(
                        "default",
                        "ann",
                        1,
                        channels,
                        categories,
                        types,
                        quietHours,
                        digest,
                        false,
                        NIGHT),
                1);
    }
}
