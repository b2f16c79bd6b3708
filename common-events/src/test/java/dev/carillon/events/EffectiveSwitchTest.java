package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveSwitchTest {
    private static final Map<Channel, Switch> BOTH =
            Map.of(Channel.IN_APP, Switch.ON, Channel.EMAIL, Switch.IMMEDIATE);

    @Test
    void theTypeDecidesWhereThePersonSaidNothing() {
        assertThat(EffectiveSwitch.of(type(false, BOTH), null, Channel.EMAIL))
                .isEqualTo(new EffectiveSwitch(true, true, EmailMode.IMMEDIATE, "type", null));
    }

    @Test
    void aChannelThatTheTypeDoesNotUseIsOff() {
        var inApp = type(false, Map.of(Channel.IN_APP, Switch.ON));
        var own = own(Map.of(Channel.EMAIL, Switch.ON), Map.of(), Map.of());

        assertThat(EffectiveSwitch.of(inApp, own, Channel.EMAIL).used()).isFalse();
        assertThat(EffectiveSwitch.of(inApp, own, Channel.EMAIL).on()).isFalse();
    }

    @Test
    void theNarrowerOfAPersonsOwnSettingsWins() {
        var own =
                own(
                        Map.of(Channel.EMAIL, Switch.ON),
                        Map.of(Channel.EMAIL, Switch.OFF),
                        Map.of(Channel.EMAIL, Switch.DIGEST));

        assertThat(EffectiveSwitch.of(type(false, BOTH), own, Channel.EMAIL))
                .isEqualTo(
                        new EffectiveSwitch(
                                true,
                                true,
                                EmailMode.DIGEST,
                                "person",
                                "types.issue-comment.email"));
    }

    @Test
    void aChannelSwitchedOffAsAWholeStaysOff() {
        var own =
                own(Map.of(Channel.EMAIL, Switch.OFF), Map.of(), Map.of(Channel.EMAIL, Switch.ON));

        assertThat(EffectiveSwitch.of(type(false, BOTH), own, Channel.EMAIL))
                .isEqualTo(new EffectiveSwitch(true, false, null, "person", "channels.email"));
    }

    @Test
    void onWithoutAModeLeavesTheModeToTheType() {
        var own = own(Map.of(), Map.of(), Map.of(Channel.EMAIL, Switch.ON));

        assertThat(EffectiveSwitch.of(type(false, BOTH), own, Channel.EMAIL).mode())
                .isEqualTo(EmailMode.IMMEDIATE);
    }

    @Test
    void aCriticalTypePassesEverySwitch() {
        var own =
                own(Map.of(Channel.EMAIL, Switch.OFF), Map.of(), Map.of(Channel.EMAIL, Switch.OFF));

        assertThat(EffectiveSwitch.of(type(true, BOTH), own, Channel.EMAIL))
                .isEqualTo(new EffectiveSwitch(true, true, EmailMode.IMMEDIATE, "type", null));
    }

    private static NotificationType type(boolean critical, Map<Channel, Switch> channels) {
        return new NotificationType(
                "default",
                "issue-comment",
                1,
                "Issue comment",
                "comment",
                Priority.MEDIUM,
                Level.INFO,
                critical,
                false,
                channels,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                false);
    }

    private static Preferences own(
            Map<Channel, Switch> channels,
            Map<Channel, Switch> category,
            Map<Channel, Switch> type) {
        return new Preferences(
                "default",
                "ann",
                1,
                channels,
                Map.of("comment", category),
                Map.of("issue-comment", type),
                null,
                null,
                false,
                Instant.EPOCH);
    }
}
