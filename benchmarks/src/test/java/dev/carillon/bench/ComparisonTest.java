package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static String printed(Report before, Report after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Comparison.of(before, after).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsEachFigureBeforeAndAfterAndWhichWayItWent() {
        String printed =
                printed(
                        Reports.with(Reports.event(20), Reports.rows(4_000)),
                        Reports.with(Reports.event(15), Reports.rows(3_000)));
        assertThat(printed.lines().filter(line -> line.contains("due to frame, p50, ms")))
                .singleElement()
                .asString()
                .containsSubsequence("20.0", "15.0", "-25 %", "better");
        assertThat(printed.lines().filter(line -> line.contains("projector, rows/s")))
                .singleElement()
                .asString()
                .containsSubsequence("4,000", "3,000", "-25 %", "worse");
    }

    @Test
    void leavesOutWhatOnlyOneOfThemHas() {
        assertThat(
                        Comparison.of(
                                        Reports.with(Reports.event(20)),
                                        Reports.with(Reports.rows(1)))
                                .changes())
                .isEmpty();
        assertThat(printed(Reports.with(Reports.event(20)), Reports.with(Reports.rows(1))))
                .contains("no figure in common");
    }

    @Test
    void aChangeFromZeroHasNoPercentage() {
        Report before = Reports.with(Reports.rows(0));
        Comparison.Change change =
                Comparison.of(before, Reports.with(Reports.rows(5))).changes().getFirst();
        assertThat(change.part()).isEmpty();
        assertThat(change.judgement()).isEqualTo("better");
    }
}
