package dev.carillon.email.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.email.provider.SendOutcome;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.RecipientKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant PAUSED = NOW.plusSeconds(30);
    private static final Failure FAILURE = new Failure("http_500", 500, "busy");

    private final Transitions transitions = new Transitions(8, () -> 1.0);

    @ParameterizedTest
    @CsvSource({"0,2", "1,4", "2,8", "3,16", "4,30", "5,30", "6,30"})
    void backsOffByPowersOfTwoUpToThirtySeconds(int failures, int seconds) {
        assertThat(after(message(failures, false, NOW), failed(false)))
                .isEqualTo(new Transition.Again(NOW.plusSeconds(seconds), FAILURE, false));
    }

    @Test
    void jitterTakesAQuarterAtMost() {
        Transitions early = new Transitions(8, () -> 0.0);
        assertThat(early.after(message(1, false, NOW), failed(false), NOW, PAUSED))
                .isEqualTo(new Transition.Again(NOW.plusSeconds(3), FAILURE, false));
    }

    @Test
    void waitsAsLongAsTheProviderAsks() {
        SendOutcome asked = new SendOutcome.Transient(FAILURE, false, Duration.ofMinutes(2));
        assertThat(after(message(0, false, NOW), asked))
                .isEqualTo(new Transition.Again(NOW.plusSeconds(120), FAILURE, false));
    }

    @Test
    void theEighthFailureIsDeadWhereNothingCanHaveBeenAccepted() {
        assertThat(after(message(7, false, NOW), failed(false)))
                .isInstanceOfSatisfying(
                        Transition.End.class,
                        end -> {
                            assertThat(end.state()).isEqualTo(MessageState.DEAD);
                            assertThat(end.refund()).isTrue();
                        });
    }

    @Test
    void theEighthFailureIsUnknownWhereAnyMayHaveBeenAccepted() {
        for (Transition transition :
                List.of(
                        after(message(7, false, NOW), failed(true)),
                        after(message(7, true, NOW), failed(false)))) {
            assertThat(transition)
                    .isInstanceOfSatisfying(
                            Transition.End.class,
                            end -> {
                                assertThat(end.state()).isEqualTo(MessageState.UNKNOWN);
                                assertThat(end.refund()).isFalse();
                            });
        }
    }

    @Test
    void automaticRetriesEndBeforeTheKeyIsForgotten() {
        Message old = message(1, true, NOW.minus(Duration.ofHours(23)));
        assertThat(after(old, failed(true)))
                .isInstanceOfSatisfying(
                        Transition.End.class,
                        end -> assertThat(end.state()).isEqualTo(MessageState.UNKNOWN));
        assertThat(transitions.mayGoOn(old, NOW)).isFalse();
        assertThat(transitions.mayGoOn(message(1, true, NOW), NOW)).isTrue();
    }

    @Test
    void aRefusingProviderPausesAndCountsForNothing() {
        assertThat(after(message(7, false, NOW), new SendOutcome.ProviderDown(FAILURE)))
                .isEqualTo(new Transition.Pause(PAUSED, "provider_down", FAILURE));
    }

    @Test
    void aPermanentRefusalIsDeadAndGivesTheQuotaBack() {
        assertThat(after(message(0, false, NOW), new SendOutcome.Permanent(FAILURE)))
                .isEqualTo(
                        new Transition.End(
                                MessageState.DEAD, "provider_refused", FAILURE, null, null, true));
    }

    @Test
    void theProvidersOwnQuotaDefersToTheNextUtcDay() {
        assertThat(after(message(0, false, NOW), new SendOutcome.QuotaExceeded(FAILURE)))
                .isEqualTo(
                        new Transition.End(
                                MessageState.REFUSED,
                                "provider_quota",
                                FAILURE,
                                null,
                                Instant.parse("2026-03-02T00:00:00Z"),
                                true));
    }

    @Test
    void anUnknownFateAndASentMailGiveNoQuotaBack() {
        assertThat(after(message(0, false, NOW), new SendOutcome.Unknown(FAILURE)))
                .isEqualTo(
                        new Transition.End(
                                MessageState.UNKNOWN, "http_500", FAILURE, null, null, false));
        assertThat(after(message(0, false, NOW), new SendOutcome.Sent("id-1")))
                .isEqualTo(new Transition.End(MessageState.SENT, null, null, "id-1", null, false));
        assertThat(after(message(1, true, NOW), new SendOutcome.QuotaExceeded(FAILURE)))
                .as("an earlier attempt may have been accepted")
                .isEqualTo(
                        new Transition.End(
                                MessageState.UNKNOWN,
                                "provider_quota",
                                FAILURE,
                                null,
                                null,
                                false));
    }

    @Test
    void aRetryIsMadeWithinTwentyThreeHoursOfTheFirstAttemptOnly() {
        Instant first = NOW.minus(Duration.ofHours(23)).plusMillis(1);
        assertThat(transitions.mayGoOn(message(1, true, first), NOW)).isTrue();
        assertThat(transitions.mayGoOn(message(1, true, first.minusMillis(1)), NOW)).isFalse();
        assertThat(after(message(0, false, first.plusSeconds(2)), failed(false)))
                .isInstanceOf(Transition.Again.class);
        assertThat(after(message(0, false, first), failed(false)))
                .as("the next attempt would come too late")
                .isInstanceOf(Transition.End.class);
        assertThat(transitions.mayGoOn(message(6, true, NOW), NOW)).isTrue();
        assertThat(transitions.mayGoOn(message(7, true, NOW), NOW))
                .as("the attempt without outcome is the eighth failure")
                .isFalse();
    }

    private Transition after(Message message, SendOutcome outcome) {
        return transitions.after(message, outcome, NOW, PAUSED);
    }

    private static SendOutcome failed(boolean maybeAccepted) {
        return new SendOutcome.Transient(FAILURE, maybeAccepted, null);
    }

    private static Message message(int failures, boolean maybeAccepted, Instant firstBegun) {
        return new Message(
                new UUID(0, 1),
                new RecipientKey("default", "ann"),
                0,
                MessageState.BEGUN,
                null,
                EmailMessage.Kind.IMMEDIATE,
                false,
                List.of(),
                new StoredRecord("email", 0, 0, null, NOW, Map.of(), new byte[0]),
                "resend",
                "default",
                "ann@example.org",
                "Subject",
                null,
                failures + 1,
                failures,
                maybeAccepted,
                firstBegun,
                null,
                0,
                NOW,
                null,
                null,
                null,
                null,
                null,
                false,
                NOW,
                NOW);
    }
}
