package dev.carillon.digest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.reference.Person;
import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.Reasons;
import dev.carillon.events.Switch;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Why something is left out just before it is sent.
class LastLookTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final UUID ID = new UUID(1, 1);
    private static final Map<Channel, Switch> OFF = Map.of(Channel.EMAIL, Switch.OFF);
    private static final Map<Channel, Switch> ON = Map.of(Channel.EMAIL, Switch.ON);
    private static final StatesAnswer NOTHING = new StatesAnswer(Set.of(), Set.of());

    private Person person = Person.UNKNOWN;
    private StatesAnswer states = NOTHING;
    private Instant expiresAt;
    private boolean critical;

    @Test
    void whatNobodySawAndNobodyKnowsIsSent() {
        expect(null);
        states = new StatesAnswer(Set.of(new UUID(1, 2)), Set.of(new UUID(1, 3)));
        expect(null);
    }

    @Test
    void whatWasSeenOrRemovedIsLeftOut() {
        states = new StatesAnswer(Set.of(ID), Set.of());
        expect(Reasons.SEEN);
        states = new StatesAnswer(Set.of(), Set.of(ID));
        expect(Reasons.REMOVED);
    }

    @Test
    void whatExpiresIsLeftOutFromThatInstantOn() {
        expiresAt = NOW.plusMillis(1);
        expect(null);
        expiresAt = NOW;
        expect(Reasons.EXPIRED);
        critical = true;
        expect(Reasons.EXPIRED);
    }

    @Test
    void whatThePersonTurnedOffIsLeftOut() {
        person = prefers(OFF, Map.of(), Map.of());
        expect(Reasons.CHANNEL_OFF);
        person = prefers(Map.of(), Map.of("news", OFF), Map.of());
        expect(Reasons.UNSUBSCRIBED);
        person = prefers(Map.of(), Map.of(), Map.of("issue", OFF));
        expect(Reasons.UNSUBSCRIBED);
        person = prefers(Map.of(), Map.of("other", OFF), Map.of("other", OFF));
        expect(null);
        person = prefers(Map.of(Channel.IN_APP, Switch.OFF), Map.of(), Map.of());
        expect(null);
    }

    @Test
    void theNarrowerSettingCountsButAChannelThatIsOffStaysOff() {
        person = prefers(Map.of(), Map.of("news", OFF), Map.of("issue", ON));
        expect(null);
        person = prefers(Map.of(), Map.of("news", ON), Map.of("issue", OFF));
        expect(Reasons.UNSUBSCRIBED);
        person = prefers(OFF, Map.of("news", ON), Map.of("issue", ON));
        expect(Reasons.CHANNEL_OFF);
    }

    @Test
    void criticalPassesEverySwitchButNotErasure() {
        critical = true;
        person = prefers(OFF, Map.of("news", OFF), Map.of("issue", OFF));
        expect(null);
        person = new Person(ZoneOffset.UTC, true, false, null);
        expect(Reasons.ERASED);
    }

    private void expect(String reason) {
        Notification notification = notification();
        assertThat(LastLook.leaveOut(notification, Channel.EMAIL, person, states, NOW))
                .isEqualTo(Optional.ofNullable(reason));
        Deferral deferral =
                new Deferral(
                        ID,
                        0,
                        Channel.EMAIL,
                        "default",
                        "ann",
                        Reasons.DIGEST,
                        null,
                        notification,
                        null,
                        NOW);
        assertThat(LastLook.leaveOut(new Item(deferral, false), person, states, NOW))
                .isEqualTo(Optional.ofNullable(reason));
    }

    private static Person prefers(
            Map<Channel, Switch> channels,
            Map<String, Map<Channel, Switch>> categories,
            Map<String, Map<Channel, Switch>> types) {
        return new Person(
                ZoneOffset.UTC,
                false,
                true,
                new Preferences(
                        "default", "ann", 1, channels, categories, types, null, null, false, NOW));
    }

    private Notification notification() {
        return new Notification(
                ID,
                "default",
                "ann",
                "issue",
                1,
                "news",
                Priority.MEDIUM,
                Level.INFO,
                "Title",
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
                critical,
                NOW,
                expiresAt,
                "test",
                "1",
                NOW);
    }
}
