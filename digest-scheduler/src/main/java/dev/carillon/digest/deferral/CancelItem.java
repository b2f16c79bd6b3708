package dev.carillon.digest.deferral;

import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.RecipientKey;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Cancels a recipient's pending item. It holds the lock of the recipient's schedule row, so a run being frozen either
/// contains the item or does not.
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

    /// Cancels the item. Has no effect when repeated, or after the item was sent.
    ///
    /// @return whether the recipient has an item with this id
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
