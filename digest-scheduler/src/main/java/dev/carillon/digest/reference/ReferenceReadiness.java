package dev.carillon.digest.reference;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.ReferenceProgress;
import java.util.List;
import org.springframework.stereotype.Component;

/// Whether anything may be sent: without everyone's zone, preferences and erasure a run would go by the defaults.
@Component
public class ReferenceReadiness {
    private static final List<String> TOPICS = List.of(Topics.RECIPIENTS, Topics.PREFERENCES);

    private final ReferenceProgress progress;

    ReferenceReadiness(ReferenceProgress progress) {
        this.progress = progress;
    }

    /// Whether the reference topics were read to the ends that they had at the start. Once true it stays true.
    public boolean isComplete() {
        return progress.caughtUp(ReferenceIntake.GROUP, TOPICS);
    }
}
