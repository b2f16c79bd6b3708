package dev.carillon.gateway.connection;

import dev.carillon.gateway.protocol.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// The meters of connections. The metrics reference documents their names.
final class Metrics {
    private final Counter frames;
    private final Counter lagging;
    private final Timer latency;
    private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
    private final Map<Start, Counter> starts = new EnumMap<>(Start.class);
    private final Counter resyncs;

    /// How a connection started.
    enum Start {
        FRESH,
        RECOVERED,
        RESYNC,
        RESET
    }

    Metrics(MeterRegistry registry) {
        frames =
                Counter.builder("carillon.gateway.frames")
                        .description("Changes and announcements written to clients")
                        .register(registry);
        lagging =
                Counter.builder("carillon.gateway.lagging")
                        .description("How often a client read too slowly")
                        .register(registry);
        latency =
                Timer.builder("carillon.gateway.change.to.frame")
                        .description("Time from the commit of a change to its frame")
                        .publishPercentileHistogram()
                        .minimumExpectedValue(Duration.ofMillis(1))
                        .maximumExpectedValue(Duration.ofSeconds(60))
                        .register(registry);
        resyncs =
                Counter.builder("carillon.gateway.resyncs")
                        .description(
                                "How often a connected client was sent to the changes endpoint")
                        .register(registry);
        for (CloseCode code : CloseCode.values()) {
            closes.put(
                    code,
                    Counter.builder("carillon.gateway.closes")
                            .description("Connections that the server closed, by close code")
                            .tag("code", String.valueOf(code.code()))
                            .register(registry));
        }
        for (Start start : Start.values()) {
            starts.put(
                    start,
                    Counter.builder("carillon.gateway.connects")
                            .description("New connections, by how they started")
                            .tag("start", start.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
    }

    void written() {
        frames.increment();
    }

    void lagging() {
        lagging.increment();
    }

    void latency(Duration fromCommit) {
        latency.record(fromCommit);
    }

    void resync() {
        resyncs.increment();
    }

    void closed(CloseCode code) {
        Counter counter = closes.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    void started(Start start) {
        Counter counter = starts.get(start);
        if (counter != null) {
            counter.increment();
        }
    }
}
