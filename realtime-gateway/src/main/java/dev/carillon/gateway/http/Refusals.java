package dev.carillon.gateway.http;

import dev.carillon.gateway.protocol.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts handshakes that were refused, by close code.
final class Refusals {
    private final MeterRegistry meterRegistry;

    Refusals(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    void increment(CloseCode code) {
        Counter.builder("carillon.gateway.refused")
                .description("WebSockets refused, by close code")
                .tag("code", String.valueOf(code.code()))
                .register(meterRegistry)
                .increment();
    }
}
