package dev.carillon.api.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.ChannelOutcome.Outcome;
import dev.carillon.events.Reasons;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiOnRealServers
class HourlyMetricsIT {
    private static final Instant AT = Instant.parse("2026-05-04T10:20:00Z");
    private static final String TENANT = "metrics";

    @Autowired private HourlyMetrics metrics;

    @Test
    void aDeferredChannelAndADeferredItemAreCountedUnderDifferentNames() {
        metrics.count(
                List.of(
                        entry(
                                Stages.DECIDED,
                                Map.of(
                                        "email",
                                        new ChannelOutcome(
                                                Outcome.DEFERRED, Reasons.DIGEST, null, null),
                                        "in_app",
                                        new ChannelOutcome(
                                                Outcome.SENT, Reasons.IMMEDIATE, null, null))),
                        entry(Stages.DEFERRED, Map.of())));

        List<HourlyMetrics.Count> counts =
                metrics.read(
                        TENANT,
                        AT.truncatedTo(ChronoUnit.HOURS),
                        AT.plusSeconds(3600),
                        ChronoUnit.HOURS);

        assertThat(counts)
                .extracting(HourlyMetrics.Count::measure)
                .containsExactlyInAnyOrder(
                        "decided", "channel_deferred", "channel_sent", "deferred");
        assertThat(counts)
                .allSatisfy(count ->
                        assertThat(count.channel() != null)
                                .isEqualTo(count.measure().startsWith("channel_")));
    }

    private static TimelineEntry entry(String stage, Map<String, ChannelOutcome> channels) {
        return new TimelineEntry(
                UUID.randomUUID(),
                stage,
                AT,
                TENANT,
                null,
                "/shop",
                "1",
                "order-shipped",
                "ann",
                null,
                channels,
                "",
                Map.of());
    }
}
