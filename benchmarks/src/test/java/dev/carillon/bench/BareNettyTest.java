package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BareNettyTest {
    @Test
    void everyFrameReachesItsSocket() {
        String frame = "{\"type\":\"notification\",\"notification\":{\"title\":\"%s\"}}";
        assertThat(BareNetty.measure(5, 1_000, 200, frame).getTotalCount()).isEqualTo(150);
    }
}
