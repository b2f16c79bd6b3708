package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.bench.Throughput.Sample;
import dev.carillon.bench.Throughput.Trial;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final int RATE = 1_000;

    @Test
    void acceptsVariationButNoGrowth() {
        assertThat(minute(second -> 900 + 100 * (second % 2)).isFlat()).isTrue();
        assertThat(minute(second -> 500 + 20L * second).isFlat()).isFalse();
    }

    @Test
    void aStallAtTheEndIsNoGrowthWhileLittleIsUnderWay() {
        assertThat(minute(second -> second < 55 ? 50 : 450).isFlat()).isTrue();
        assertThat(minute(second -> second < 45 ? 50 : 1_200).isFlat()).isFalse();
    }

    @Test
    void moreThanTwoSecondsUnderWayAreTooMuch() {
        assertThat(minute(second -> 2_001).isFlat()).isFalse();
    }

    private static Trial minute(IntToLongFunction underWay) {
        List<Sample> samples =
                IntStream.range(0, 60)
                        .mapToObj(second ->
                                new Sample(second, underWay.applyAsLong(second), Map.of()))
                        .toList();
        return new Trial(RATE, samples, Map.of());
    }
}
