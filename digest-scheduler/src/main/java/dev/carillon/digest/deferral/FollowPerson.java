package dev.carillon.digest.deferral;

import dev.carillon.digest.reference.PersonChanged;
import dev.carillon.digest.schedule.Schedules;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Moves a recipient's next digest when their zone or preferences change, and forgets whoever is erased.
@Component
class FollowPerson {
    private final Items items;
    private final Schedules schedules;

    FollowPerson(Items items, Schedules schedules) {
        this.items = items;
        this.schedules = schedules;
    }

    @EventListener
    void on(PersonChanged changed) {
        if (changed.erased()) {
            items.erase(changed.key());
        }
        if (changed.erased() || schedules.nextDue(changed.key()).isPresent()) {
            Schedules.Locked locked = schedules.lock(changed.key());
            schedules.reschedule(changed.key(), locked, items.anyForDigest(changed.key()), null);
        }
    }
}
