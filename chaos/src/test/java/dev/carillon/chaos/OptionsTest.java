package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.local.StackException;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void usesAllFaultsByDefault() {
        assertThat(Options.of().faults()).containsExactlyInAnyOrder(Fault.values());
        assertThat(Options.of("--faults", "none").faults()).isEmpty();
        assertThat(Options.of("--faults", "flush-redis,drop-slot").faults())
                .containsExactlyInAnyOrder(Fault.FLUSH_REDIS, Fault.DROP_SLOT);
    }

    @Test
    void namesAnUnknownFault() {
        assertThatThrownBy(() -> Options.of("--faults", "rain"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("\"rain\"")
                .hasMessageContaining("flush-redis");
    }

    @Test
    void refusesARunWhoseOnlyFaultTheProviderRulesOut() {
        assertThat(Options.of("--provider", "mailbox").faults())
                .isNotEmpty()
                .doesNotContain(Fault.CUT_MAILS);
        assertThatThrownBy(() -> Options.of("--provider", "mailbox", "--faults", "cut-mails"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("cut-mails");
    }
}
