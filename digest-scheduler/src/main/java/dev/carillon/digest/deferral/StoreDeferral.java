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

    /// What became of it.
    ///
    /// @param dueAt when it will be sent, as known now; null for a replay of what was settled by now
    /// @param zone the recipient's
    /// @param isReplay whether it was stored before
    public record Stored(Item item, @Nullable Instant dueAt, ZoneId zone, boolean isReplay) {}

    /// Stores; a replay changes nothing and answers alike.
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

    /// Quiet hours, the hourly limit for urgent mail, and a refused digest have their own instant. What else a limit refused
    /// joins the next digest, unless the person has none.
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
