package dev.carillon.api.trigger;

import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Map<RequestTable.Notified, Map<String, ChannelOutcome>> decided = new HashMap<>();
        Set<RequestTable.Failed> failed = new HashSet<>();
        for (TimelineEntry entry : entries) {
            Optional<UUID> requestId = requestId(entry);
            UUID notificationId = entry.notificationId();
            String recipient = entry.recipient();
            if (requestId.isEmpty()) {
                continue;
            }
            if (entry.stage().equals(Stages.DECIDED) && notificationId != null) {
                decided.put(
                        new RequestTable.Notified(requestId.get(), notificationId),
                        entry.channels());
            } else if (entry.stage().equals(Stages.FAILED) && recipient != null) {
                failed.add(new RequestTable.Failed(requestId.get(), recipient));
            }
        }
        requests.decided(decided);
        requests.failed(failed);
    }

    private static Optional<UUID> requestId(TimelineEntry entry) {
        try {
            return Optional.ofNullable(entry.requestId()).map(UUID::fromString);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
