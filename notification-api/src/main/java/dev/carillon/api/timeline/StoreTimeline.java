package dev.carillon.api.timeline;

import dev.carillon.api.trigger.RequestOutcomes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Stores entries, counts them and passes them to the requests feature, in one transaction.
@Component
class StoreTimeline {
    private static final Set<String> SHORT = Set.of(Stages.NO_MATCH, Stages.NO_RECIPIENT);

    private final TimelineTable table;
    private final HourlyMetrics metrics;
    private final RequestOutcomes requests;
    private final TimelineProperties properties;
    private final Clock clock;

    StoreTimeline(
            TimelineTable table,
            HourlyMetrics metrics,
            RequestOutcomes requests,
            TimelineProperties properties,
            Clock clock) {
        this.table = table;
        this.metrics = metrics;
        this.requests = requests;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional
    public void store(List<TimelineEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<UUID, TimelineEntry> distinct = new LinkedHashMap<>();
        entries.forEach(entry -> distinct.putIfAbsent(entry.entryId(), entry));
        Instant now = clock.instant();
        Set<UUID> added = table.add(List.copyOf(distinct.values()), entry -> forgetAt(entry, now));
        requests.observe(distinct.values());
        // last: every transaction updates the rows of the current hour and holds their locks until
        // it commits
        metrics.count(
                distinct.values().stream()
                        .filter(entry -> added.contains(entry.entryId()))
                        .toList());
    }

    private Instant forgetAt(TimelineEntry entry, Instant now) {
        return now.plus(
                SHORT.contains(entry.stage())
                        ? properties.unmatchedRetention()
                        : properties.retention());
    }
}
