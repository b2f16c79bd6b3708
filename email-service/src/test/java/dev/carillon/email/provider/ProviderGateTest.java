package dev.carillon.email.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.email.provider.ProviderGate.Passage;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.test.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProviderGateTest {
    private static final Failure FAILURE = new Failure("http_503", 503, null);
    private static final SendOutcome FAILED = new SendOutcome.Transient(FAILURE, false, null);
    private static final SendOutcome SENT = new SendOutcome.Sent("id");

    private final SettableClock clock = SettableClock.at("2026-03-01T09:00:00Z");
    private final ProviderGate gate =
            new ProviderGate(
                    new TwoASecond(),
                    new CircuitProperties(3, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                    clock);

    @Test
    void keepsTheProvidersPaceAndLetsCriticalMailGoAhead() {
        assertThat(gate.ask(false)).isEqualTo(new Passage.Open(Duration.ZERO));
        assertThat(gate.ask(false)).isEqualTo(new Passage.Open(Duration.ofMillis(500)));
        assertThat(gate.ask(true)).isEqualTo(new Passage.Open(Duration.ZERO));
        assertThat(gate.ask(false)).isEqualTo(new Passage.Open(Duration.ofMillis(1500)));
        assertThat(gate.ask(false)).isEqualTo(new Passage.Open(Duration.ofSeconds(2)));
        assertThat(gate.ask(false)).isInstanceOf(Passage.Closed.class);
    }

    @Test
    void failuresOfSeveralMailsInARowOpenTheCircuitAndOneProbes() {
        assertThat(gate.learn(mail(1), FAILED)).isNull();
        assertThat(gate.learn(mail(1), FAILED)).as("the same mail again").isNull();
        assertThat(gate.learn(mail(2), FAILED)).isNull();
        ProviderGate.Pause pause = gate.learn(mail(3), FAILED);
        assertThat(pause).isNotNull();
        assertThat(pause.reason()).isEqualTo("circuit_open");
        assertThat(gate.ask(true)).isInstanceOf(Passage.Closed.class);

        clock.advance(Duration.ofSeconds(31));
        assertThat(gate.ask(false)).isInstanceOf(Passage.Open.class);
        assertThat(gate.ask(false)).as("only one probes").isInstanceOf(Passage.Closed.class);
        assertThat(gate.learn(mail(4), FAILED)).as("told once").isNull();
        assertThat(gate.pause().length()).isEqualTo(Duration.ofMinutes(1));

        clock.advance(Duration.ofSeconds(61));
        assertThat(gate.ask(false)).isInstanceOf(Passage.Open.class);
        assertThat(gate.learn(mail(4), SENT)).isNull();
        assertThat(gate.pause()).isNull();
    }

    @Test
    void aSuccessInBetweenKeepsTheCircuitClosed() {
        gate.learn(mail(1), FAILED);
        gate.learn(mail(2), FAILED);
        gate.learn(mail(3), SENT);
        assertThat(gate.learn(mail(4), FAILED)).isNull();
        assertThat(gate.pause()).isNull();
    }

    @Test
    void aProviderThatRefusesUsIsPausedAtOnce() {
        ProviderGate.Pause pause =
                gate.learn(
                        mail(1),
                        new SendOutcome.ProviderDown(new Failure("invalid_api_key", 403, null)));
        assertThat(pause).isNotNull();
        assertThat(pause.reason()).isEqualTo("provider_down");
        assertThat(gate.ask(true)).isEqualTo(new Passage.Closed(pause.until(), "provider_down"));
    }

    @Test
    void whatOneMailCausesNeverOpensTheCircuitAndNeverClosesIt() {
        Failure greylisted = new Failure("smtp_451", 451, "greylisted").ofThisMail();
        for (int i = 0; i < 6; i++) {
            gate.learn(mail(i), new SendOutcome.Transient(greylisted, false, null));
            gate.learn(mail(i), new SendOutcome.Unknown(greylisted));
            gate.learn(mail(i), SendOutcome.onlyAscii("no SMTPUTF8"));
        }
        assertThat(gate.pause()).isNull();

        gate.learn(mail(10), FAILED);
        gate.learn(mail(11), FAILED);
        gate.learn(mail(12), SendOutcome.onlyAscii("refused without asking the server"));
        assertThat(gate.learn(mail(13), FAILED)).as("three in a row").isNotNull();

        clock.advance(Duration.ofSeconds(31));
        assertThat(gate.ask(false)).isInstanceOf(Passage.Open.class);
        gate.learn(mail(14), SendOutcome.onlyAscii("refused without asking the server"));
        assertThat(gate.ask(false)).as("the next mail probes").isInstanceOf(Passage.Open.class);
        assertThat(gate.learn(mail(15), FAILED)).as("alerted once").isNull();
        assertThat(gate.pause().length()).as("the pause goes on").isEqualTo(Duration.ofMinutes(1));
    }

    private static UUID mail(int number) {
        return new UUID(0, number);
    }

    private static final class TwoASecond implements MailProvider {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String account() {
            return "default";
        }

        @Override
        public boolean takesKeys() {
            return true;
        }

        @Override
        public double ratePerSecond() {
            return 2;
        }

        @Override
        public SendOutcome send(Envelope envelope, Mail mail) {
            throw new UnsupportedOperationException("nothing is sent here");
        }
    }
}
