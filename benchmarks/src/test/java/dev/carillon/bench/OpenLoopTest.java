package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long MILLISECOND = 1_000_000;
    private static final int RATE = 100;

    private final Fake time = new Fake();

    private static final class Fake implements OpenLoop.Time {
        private long now = 5_000;

        @Override
        public long now() {
            return now;
        }

        @Override
        public void pass(long nanos) {
            now += nanos;
        }
    }

    @Test
    void sendsEachNumberWhenItIsDue() {
        OpenLoop loop = new OpenLoop(time.now(), RATE, time);
        List<Long> sent = new ArrayList<>();
        loop.run(4, number -> sent.add(time.now() - 5_000));
        assertThat(sent).containsExactly(0L, 10 * MILLISECOND, 20 * MILLISECOND, 30 * MILLISECOND);
    }

    @Test
    void wakesAThousandTimesASecondAtMost() {
        OpenLoop loop = new OpenLoop(time.now(), 4_000, time);
        List<Long> sent = new ArrayList<>();
        loop.run(6, number -> sent.add(time.now() - 5_000));
        assertThat(sent)
                .containsExactly(
                        0L, MILLISECOND, MILLISECOND, MILLISECOND, MILLISECOND, 2 * MILLISECOND);
        assertThat(loop.due(1)).isEqualTo(5_000 + MILLISECOND / 4);
    }

    @Test
    void aStallAddsToTheLatencyOfEverythingDueDuringIt() {
        OpenLoop loop = new OpenLoop(time.now(), RATE, time);
        Arrivals arrivals = new Arrivals(1, 200);
        loop.run(
                200,
                number -> {
                    if (number == 50) {
                        time.pass(1_000 * MILLISECOND);
                    }
                    arrivals.came(number, time.now());
                });
        Histogram latency = arrivals.since(loop, 0);
        // A hundred numbers became due during that second; each waited for the rest of it.
        assertThat(latency.getMaxValue()).isBetween(999 * MILLISECOND, 1_002 * MILLISECOND);
        assertThat(latency.getCountBetweenValues(10 * MILLISECOND, 1_002 * MILLISECOND))
                .isBetween(99L, 101L);
        assertThat(latency.getValueAtPercentile(50)).isZero();
    }

    @Test
    void lateSendsDoNotMoveLaterDueTimes() {
        OpenLoop loop = new OpenLoop(time.now(), RATE, time);
        List<Integer> sent = new ArrayList<>();
        loop.run(
                30,
                number -> {
                    sent.add(number);
                    time.pass(number == 3 ? 50 * MILLISECOND : 0);
                });
        assertThat(sent).hasSize(30);
        assertThat(loop.due(29)).isEqualTo(5_000 + 290 * MILLISECOND);
        assertThat(time.now()).isEqualTo(loop.due(29));
    }
}
