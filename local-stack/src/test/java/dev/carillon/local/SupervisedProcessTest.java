package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SupervisedProcessTest {
    private final AtomicInteger starts = new AtomicInteger();

    /// A process whose second and third start fail.
    private final Launch launch =
            new Launch() {
                @Override
                public Process start() throws IOException {
                    int start = starts.incrementAndGet();
                    if (start == 2 || start == 3) {
                        throw new IOException("its port is taken for a moment");
                    }
                    return new ProcessBuilder("/bin/sleep", "60").start();
                }

                @Override
                public String missing() {
                    return "";
                }
            };

    @Test
    void triesAgainWhenARestartFails() {
        SupervisedProcess process =
                new SupervisedProcess("sleeper", 1, launch, true, StackEvents.silent(), () -> {});
        process.start();
        process.awaitReady(Duration.ofSeconds(10));

        process.kill();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> starts.get() == 4 && process.alive());
        assertThat(process.restarts()).isEqualTo(3);
        process.stop(Duration.ofSeconds(10));
        assertThat(process.alive()).isFalse();
    }
}
