package dev.carillon.digest.deferral;

import dev.carillon.digest.reference.PersonChanged;
import dev.carillon.digest.schedule.Schedules;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Reschedules a recipient's next digest when their zone or preferences change, and deletes the data of
/// erased recipients.
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
