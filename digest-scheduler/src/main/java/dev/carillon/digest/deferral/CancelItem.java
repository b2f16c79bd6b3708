package dev.carillon.digest.deferral;

import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.RecipientKey;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes a person's pending item out. Under the lock of the recipient's schedule row: a run that is being frozen has it, or
/// hasn't.
@Component
class CancelItem {
    private final Items items;
    private final Schedules schedules;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CancelItem(Items items, Schedules schedules, ApplicationEventPublisher events, Clock clock) {
        this.items = items;
        this.schedules = schedules;
        this.events = events;
        this.clock = clock;
    }

    /// Cancels; done again, or too late, it changes nothing.
    ///
    /// @return whether anything of that id is known
    @Transactional
    public boolean cancel(RecipientKey key, UUID id) {
        if (!items.isKnown(key, id)) {
            return false;
        }
        schedules.lock(key);
        List<Item> cancelled = items.cancel(key, id);
        if (!cancelled.isEmpty()) {
            events.publishEvent(new ItemsCancelled(key, cancelled, clock.instant()));
        }
        return true;
    }
}
