package dev.carillon.platform.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;

/// Metrics of [RequestGate]: its load, and the requests that it refused.
final class RequestGateMetrics implements MeterBinder {
    private final RequestGate gate;

    RequestGateMetrics(RequestGate gate) {
        this.gate = gate;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (RequestGate.Lane lane : gate.lanes()) {
            Gauge.builder("carillon.web.requests.active", lane.places(), Places::taken)
                    .description("Running requests")
                    .tag("lane", lane.name())
                    .register(meters);
            Gauge.builder("carillon.web.requests.waiting", lane.places(), Places::waiting)
                    .description("Waiting requests")
                    .tag("lane", lane.name())
                    .register(meters);
            FunctionCounter.builder(
                            "carillon.web.requests.refused", lane.refused(), AtomicLong::get)
                    .description("Requests rejected with 429 overloaded")
                    .tag("lane", lane.name())
                    .register(meters);
        }
        Gauge.builder("carillon.web.requests.large.bodies", gate, RequestGate::largeBytes)
                .description("Bytes of request bodies larger than 64 KB")
                .baseUnit("bytes")
                .register(meters);
    }
}
