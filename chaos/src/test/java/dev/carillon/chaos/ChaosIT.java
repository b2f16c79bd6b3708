package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short run with a fixed seed; `./carillon chaos` is the long one.
class ChaosIT {
    @TempDir Path report;

    @Test
    void nothingIsLostDoubledWrongOrUnexplained() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        boolean whole =
                Chaos.run(
                        new PrintStream(told, true, StandardCharsets.UTF_8),
                        Options.of(
                                "--seconds",
                                "60",
                                "--rate",
                                "20",
                                "--seed",
                                "3",
                                "--report",
                                report.toString()));

        assertThat(whole).as(told.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(report.resolve("chaos-3.json")).exists();
    }
}
