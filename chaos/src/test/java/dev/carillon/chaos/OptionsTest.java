package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.local.StackException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    @Test
    void usesAllFaultsByDefault() {
        assertThat(Options.of().faults())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Fault.ROLL)));
        assertThat(Options.of("--faults", "none").faults()).isEmpty();
        assertThat(Options.of("--faults", "flush-redis,drop-slot").faults())
                .containsExactlyInAnyOrder(Fault.FLUSH_REDIS, Fault.DROP_SLOT);
    }

    @Test
    void namesTheServiceThatAnOlderBuildLacks(@TempDir Path notBuilt) {
        assertThatThrownBy(() -> Options.of("--from", notBuilt.toString()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("--from")
                .hasMessageContaining("notification-api is not built");
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
