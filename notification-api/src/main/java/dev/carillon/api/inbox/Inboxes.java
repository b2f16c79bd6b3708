package dev.carillon.api.inbox;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.RoundTrip;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Locks inboxes for the current transaction, always in the same order.
@Component
final class Inboxes {
    /// The most row keys that are sent in the same round trip as the counters. 200 long keys are about 50 KB.
    private static final int MOST_TOGETHER = 200;

    private final CounterTable counters;
    private final InboxTable rows;
    private final JdbcTemplate jdbc;

    Inboxes(CounterTable counters, InboxTable rows, JdbcTemplate jdbc) {
        this.counters = counters;
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /// Locks the existing ones.
    LockedInboxes lock(Collection<RecipientKey> who) {
        return locked(counters.lock(distinct(who)));
    }

    /// Locks the existing ones that no other transaction holds; skips the others.
    LockedInboxes lockFree(Collection<RecipientKey> who) {
        return locked(counters.lockFree(distinct(who)));
    }

    /// Locks all of them and loads the rows with these keys. Creates missing inboxes and their recipients. If none is
    /// missing, this is one round trip.
    LockedInboxes lockOrCreate(Collection<RecipientKey> who, Collection<RowKey> keys) {
        List<RowKey> wanted = keys.stream().distinct().toList();
        Map<RecipientKey, Counter> found = new HashMap<>();
        List<StoredRow> read = new ArrayList<>();
        RoundTrip together = new RoundTrip();
        counters.lock(distinct(who), together, found);
        if (wanted.size() > MOST_TOGETHER) {
            together.run(jdbc);
            together = new RoundTrip();
        }
        rows.select(wanted, together, read::add);
        together.run(jdbc);
        TreeSet<RecipientKey> missing = new TreeSet<>(who);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            found.putAll(counters.create(missing));
        }
        LockedInboxes locked = locked(found);
        // rows of newly created inboxes were read before the lock and may be out of date
        read.stream().filter(row -> !missing.contains(row.who())).forEach(locked::load);
        locked.load(wanted.stream().filter(key -> missing.contains(key.who())).toList());
        return locked;
    }

    private LockedInboxes locked(Map<RecipientKey, Counter> found) {
        return new LockedInboxes(counters, rows, jdbc, found);
    }

    private static List<RecipientKey> distinct(Collection<RecipientKey> who) {
        return who.stream().distinct().sorted().toList();
    }
}
