package dev.carillon.digest.deferral;

import dev.carillon.digest.reference.People;
import dev.carillon.digest.reference.Person;
import dev.carillon.digest.schedule.DigestCalendar;
import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.Deferral;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.Reasons;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Stores a deferral once and sets when it is due, in one transaction.
@Component
public class StoreDeferral {
    private final Items items;
    private final Schedules schedules;
    private final People people;

    StoreDeferral(Items items, Schedules schedules, People people) {
        this.items = items;
        this.schedules = schedules;
        this.people = people;
    }

    /// The result.
    ///
    /// @param dueAt when the item will be sent, as known now; null for a replay of an item that is already processed
    /// @param zone the recipient's zone
    /// @param isReplay whether the deferral was already stored
    public record Stored(Item item, @Nullable Instant dueAt, ZoneId zone, boolean isReplay) {}

    /// Stores a deferral. A replay changes nothing and returns the same result.
    @Transactional
    public Stored store(Deferral deferral) {
        Person person = people.find(deferral.recipientKey());
        boolean single = isSingle(deferral, person);
        Item item = new Item(deferral, single);
        Schedules.Locked locked = schedules.lock(deferral.recipientKey());
        boolean added = items.store(deferral, single);
        if (single) {
            return new Stored(item, deferral.notBefore(), person.zone(), !added);
        }
        Instant due = locked.nextDue();
        if (added && due == null) {
            due = schedules.reschedule(deferral.recipientKey(), locked, true, null).orElse(null);
        }
        return new Stored(item, due, person.zone(), !added);
    }

    /// Deferrals for quiet hours, for the hourly limit (urgent email) and of a refused digest are sent alone at their
    /// own time. Other emails refused by a limit join the next digest, unless the recipient wants none.
    private static boolean isSingle(Deferral deferral, Person person) {
        return switch (deferral.reason()) {
            case Reasons.QUIET_HOURS, Reasons.QUOTA_HOUR -> true;
            case Reasons.QUOTA ->
                    deferral.email() != null
                            || DigestCalendar.frequency(person.digest()) == DigestFrequency.NEVER;
            default -> false;
        };
    }
}
