package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir private Path directory;

    @Test
    void readsWhatItWrote() throws IOException {
        Report report = Reports.with(Reports.event(12.5), Reports.rows(4_000));
        Path file = directory.resolve("deep/report.json");
        report.write(file);
        assertThat(Report.read(file)).isEqualTo(report);
    }

    @Test
    void aFaultMakesItNotWhole() {
        Section section = new Section("event-to-frame");
        section.fault("events: 1 of 3 are missing");
        assertThat(Reports.of(List.of(section.found())).hasNoFault()).isFalse();
        assertThat(Reports.with(Reports.event(1)).hasNoFault()).isTrue();
    }

    @Test
    void namesAFileThatIsNoReport() throws IOException {
        Path file = directory.resolve("other.json");
        Files.writeString(file, "not json");
        assertThatThrownBy(() -> Report.read(file))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(file + " is no report of ./carillon bench");
    }
}
