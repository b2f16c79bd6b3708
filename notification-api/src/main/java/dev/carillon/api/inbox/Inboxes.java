package dev.carillon.api.inbox;

import dev.carillon.events.RecipientKey;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/// Locks inboxes for the current transaction, always in the same order.
@Component
final class Inboxes {
    private final CounterTable counters;
    private final InboxTable rows;

    Inboxes(CounterTable counters, InboxTable rows) {
        this.counters = counters;
        this.rows = rows;
    }

    /// Those that exist.
    LockedInboxes lock(Collection<RecipientKey> who) {
        return new LockedInboxes(counters, rows, counters.lock(distinct(who)));
    }

    /// Those that exist and that nobody else works on just now.
    LockedInboxes lockFree(Collection<RecipientKey> who) {
        return new LockedInboxes(counters, rows, counters.lockFree(distinct(who)));
    }

    /// All of them; an inbox that is missing is made, and its recipient with it.
    LockedInboxes lockOrCreate(Collection<RecipientKey> who) {
        return new LockedInboxes(counters, rows, counters.lockOrCreate(distinct(who)));
    }

    private static List<RecipientKey> distinct(Collection<RecipientKey> who) {
        return who.stream().distinct().sorted().toList();
    }
}
