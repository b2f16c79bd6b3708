package dev.carillon.gateway.http;

import dev.carillon.gateway.protocol.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/// Counts refused handshakes by close code.
final class Refusals {
    private final Map<CloseCode, Counter> counters = new EnumMap<>(CloseCode.class);

    Refusals(MeterRegistry meterRegistry) {
        for (CloseCode code : CloseCode.values()) {
            counters.put(
                    code,
                    Counter.builder("carillon.gateway.refused")
                            .description("WebSockets refused, by close code")
                            .tag("code", String.valueOf(code.code()))
                            .register(meterRegistry));
        }
    }

    void increment(CloseCode code) {
        Counter counter = counters.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
