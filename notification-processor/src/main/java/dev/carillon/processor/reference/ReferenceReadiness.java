package dev.carillon.processor.reference;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.ReferenceProgress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Whether decisions may be made: the reference topics were read to their ends and hold a complete catalogue of types.
@Component
public class ReferenceReadiness {
    private static final List<String> TOPICS =
            List.of(Topics.NOTIFICATION_TYPES, Topics.RECIPIENTS, Topics.PREFERENCES);

    private final ReferenceProgress progress;
    private final Types types;

    ReferenceReadiness(ReferenceProgress progress, Types types) {
        this.progress = progress;
        this.types = types;
    }

    /// What is missing, as a message; empty when decisions may be made.
    public Optional<String> missing() {
        if (!progress.caughtUp(ReferenceListener.GROUP, TOPICS)) {
            return Optional.of("the reference topics have not been read to their ends yet");
        }
        return types.current().incompleteness();
    }
}
