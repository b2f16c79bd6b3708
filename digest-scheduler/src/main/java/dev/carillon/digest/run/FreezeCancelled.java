package dev.carillon.digest.run;

import dev.carillon.digest.deferral.ItemTimeline;
import dev.carillon.digest.deferral.ItemsCancelled;
import dev.carillon.events.Reasons;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Freezes the timeline entries of cancelled items, in the transaction that cancels them.
@Component
class FreezeCancelled {
    private final Runs runs;

    FreezeCancelled(Runs runs) {
        this.runs = runs;
    }

    @EventListener
    void on(ItemsCancelled cancelled) {
        runs.freezeTimeline(
                cancelled.key(),
                cancelled.items().stream()
                        .map(item -> item.deferral().id() + "#" + item.deferral().generation())
                        .collect(Collectors.joining(" ", "cancelled ", "")),
                cancelled.items().stream()
                        .map(item -> ItemTimeline.leftOut(item, cancelled.at(), Reasons.CANCELLED))
                        .toList());
    }
}
