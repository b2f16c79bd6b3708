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
    /// As many keys, long ones, take some 50 KB: what may stand behind the counters' answer in a round trip.
    private static final int MOST_TOGETHER = 200;

    private final CounterTable counters;
    private final InboxTable rows;
    private final JdbcTemplate jdbc;

    Inboxes(CounterTable counters, InboxTable rows, JdbcTemplate jdbc) {
        this.counters = counters;
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /// Those that exist.
    LockedInboxes lock(Collection<RecipientKey> who) {
        return locked(counters.lock(distinct(who)));
    }

    /// Those that exist and that nobody else works on just now.
    LockedInboxes lockFree(Collection<RecipientKey> who) {
        return locked(counters.lockFree(distinct(who)));
    }

    /// All of them, with the rows of these keys; an inbox that is missing is made, and its recipient with it. Where none is, it is
    /// one round trip.
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
        // what was read of others was read before they were locked
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
