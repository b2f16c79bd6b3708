package dev.carillon.digest.reference;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.ReferenceProgress;
import java.util.List;
import org.springframework.stereotype.Component;

/// Whether anything may be sent. Without all zones, preferences and erasures a run would use default values.
@Component
public class ReferenceReadiness {
    private static final List<String> TOPICS = List.of(Topics.RECIPIENTS, Topics.PREFERENCES);

    private final ReferenceProgress progress;

    ReferenceReadiness(ReferenceProgress progress) {
        this.progress = progress;
    }

    /// Whether the reference topics were read to the end offsets of the start. Once true, it stays true.
    public boolean isComplete() {
        return progress.caughtUp(ReferenceIntake.GROUP, TOPICS);
    }
}
