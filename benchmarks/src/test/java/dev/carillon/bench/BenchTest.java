package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    @TempDir private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        return Bench.run(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8),
                arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "--only, latency, --only",
        "--rounds, 0, --rounds",
        "--rate, fast, --rate",
        "--sockets, -1, --sockets",
        "--rows, '', --rows",
        "--compare, there-is-none.json, --compare",
        "--from, there-is-none.json, --from",
        "--speed, 1, --speed"
    })
    void refusesAWrongOptionAndNamesIt(String option, String value, String named)
            throws IOException {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(complained.toString(StandardCharsets.UTF_8)).contains(named);
    }

    @Test
    void namesTheMeasurements() throws IOException {
        assertThat(run("--only", "event-to-frame,page")).isEqualTo(2);
        assertThat(complained.toString(StandardCharsets.UTF_8))
                .contains("no measurement \"page\"")
                .contains(
                        "event-to-frame, rest-to-frame, mark-read, throughput, projector, relay, overload, backlog, growth");
    }

    @Test
    void measuresInItsOwnOrder() {
        assertThat(Options.of("--only", "growth,event-to-frame").inOrder())
                .containsExactly(Measurement.EVENT_TO_FRAME, Measurement.GROWTH);
        assertThat(Options.of().inOrder()).containsExactly(Measurement.values());
    }

    @Test
    void comparesTwoReportsWithoutMeasuring() throws IOException {
        Path before = directory.resolve("before.json");
        Path after = directory.resolve("after.json");
        Reports.with(Reports.event(20)).write(before);
        Reports.with(Reports.event(10)).write(after);
        assertThat(run("--from", after.toString(), "--compare", before.toString())).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("-50 %");
    }

    @Test
    void exitsWithOneWhenSomethingWasMissing() throws IOException {
        Section section = new Section("event-to-frame");
        section.fault("events: 1 of 3 are missing");
        Path file = directory.resolve("faulty.json");
        Reports.of(List.of(section.found())).write(file);
        assertThat(run("--from", file.toString())).isEqualTo(1);
    }
}
