package dev.carillon.api.trigger;

import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

@Component
class StoreOutcomes implements RequestOutcomes {
    private final RequestTable requests;

    StoreOutcomes(RequestTable requests) {
        this.requests = requests;
    }

    @Override
    public void observe(Collection<TimelineEntry> entries) {
        List<Observed> observed =
                entries.stream()
                        .flatMap(entry -> Observed.of(entry).stream())
                        .sorted(Comparator.comparing(Observed::requestId))
                        .toList();
        for (Observed one : observed) {
            UUID notificationId = one.entry.notificationId();
            if (one.entry.stage().equals(Stages.DECIDED) && notificationId != null) {
                requests.decided(one.requestId, notificationId, one.entry.channels());
            } else if (one.entry.stage().equals(Stages.FAILED) && one.entry.recipient() != null) {
                requests.failed(one.requestId, one.entry.recipient());
            }
        }
    }

    private record Observed(UUID requestId, TimelineEntry entry) {
        static Optional<Observed> of(TimelineEntry entry) {
            if (entry.requestId() == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Observed(UUID.fromString(entry.requestId()), entry));
            } catch (IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        }
    }
}
