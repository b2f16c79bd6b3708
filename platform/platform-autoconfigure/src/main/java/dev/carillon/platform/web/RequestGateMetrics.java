package dev.carillon.platform.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;

/// How full the gate is, and what it refused.
final class RequestGateMetrics implements MeterBinder {
    private final RequestGate gate;

    RequestGateMetrics(RequestGate gate) {
        this.gate = gate;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (RequestGate.Lane lane : gate.lanes()) {
            Gauge.builder("carillon.web.requests.active", lane.places(), Places::taken)
                    .description("Requests at work")
                    .tag("lane", lane.name())
                    .register(meters);
            Gauge.builder("carillon.web.requests.waiting", lane.places(), Places::waiting)
                    .description("Requests that wait for a place")
                    .tag("lane", lane.name())
                    .register(meters);
            FunctionCounter.builder(
                            "carillon.web.requests.refused", lane.refused(), AtomicLong::get)
                    .description("Requests answered 429 overloaded")
                    .tag("lane", lane.name())
                    .register(meters);
        }
        Gauge.builder("carillon.web.requests.large.bodies", gate, RequestGate::largeBytes)
                .description("What bodies larger than 64 KB take")
                .baseUnit("bytes")
                .register(meters);
    }
}
