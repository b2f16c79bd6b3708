package dev.carillon.api.inbox;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.RoundTrip;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The locked inboxes of some recipients within one transaction. Rows are changed in memory; [#flush()] or [#commit()]
/// then writes every change in one round trip, for any number of recipients and rows.
final class LockedInboxes {
    private final CounterTable counterTable;
    private final InboxTable inboxTable;
    private final JdbcTemplate jdbc;
    private final Map<RecipientKey, Counter> counters;
    private final Map<RowKey, StoredRow> rows = new HashMap<>();
    private final Set<RowKey> inserted = new HashSet<>();
    private final Set<RowKey> changed = new HashSet<>();
    private final Set<RowKey> revised = new HashSet<>();
    private final Map<RecipientKey, Counter> counted = new LinkedHashMap<>();

    LockedInboxes(
            CounterTable counterTable,
            InboxTable inboxTable,
            JdbcTemplate jdbc,
            Map<RecipientKey, Counter> counters) {
        this.counterTable = counterTable;
        this.inboxTable = inboxTable;
        this.jdbc = jdbc;
        this.counters = counters;
    }

    /// Loads the rows with these keys. Rows of recipients that are not locked are ignored.
    void load(Collection<RowKey> keys) {
        List<RowKey> locked =
                keys.stream().distinct().filter(key -> counters.containsKey(key.who())).toList();
        inboxTable.select(locked).forEach(row -> rows.put(row.key(), row));
    }

    /// Adds a row that the caller read under the lock.
    void load(StoredRow row) {
        rows.put(row.key(), row);
    }

    /// The counter; empty if the recipient has no inbox or is not locked.
    Optional<Counter> counter(RecipientKey who) {
        return Optional.ofNullable(counters.get(who));
    }

    /// The counter of a recipient that must be locked.
    Counter lockedCounter(RecipientKey who) {
        return counter(who).orElseThrow(() -> new IllegalStateException("the inbox is not locked"));
    }

    Collection<RecipientKey> recipients() {
        return counters.keySet();
    }

    Optional<StoredRow> row(RecipientKey who, UUID id) {
        return Optional.ofNullable(rows.get(new RowKey(who, id)));
    }

    /// Adds a new row.
    void insert(StoredRow row) {
        inserted.add(row.key());
        keep(row, null);
    }

    /// Changes the state of a row; the new state carries the `seq` of the change.
    StoredRow change(StoredRow row, RowState state) {
        StoredRow after = row.with(state);
        changed.add(row.key());
        keep(after, row.state());
        return after;
    }

    /// Changes the content of a row.
    void revise(StoredRow before, StoredRow after) {
        changed.add(after.key());
        revised.add(after.key());
        keep(after, before.state());
    }

    /// Writes all changes.
    void flush() {
        changes().run(jdbc);
    }

    /// Writes all changes and commits, in one round trip. The transaction is over then.
    void commit() {
        changes().commit().run(jdbc);
    }

    private RoundTrip changes() {
        RoundTrip together = new RoundTrip();
        write(inserted, rows -> inboxTable.insert(rows, together));
        changed.removeAll(inserted);
        write(changed, rows -> inboxTable.writeStates(rows, together));
        write(revised, rows -> inboxTable.writeContent(rows, together));
        if (!counted.isEmpty()) {
            counterTable.write(counted.values(), together);
        }
        return together;
    }

    private void keep(StoredRow row, @Nullable RowState before) {
        rows.put(row.key(), row);
        Counter counter = lockedCounter(row.who());
        counter.count(row.content().category(), before, row.state());
        counted.put(row.who(), counter);
    }

    private void write(Set<RowKey> keys, Consumer<List<StoredRow>> statement) {
        if (!keys.isEmpty()) {
            List<StoredRow> written = new ArrayList<>(keys.size());
            keys.forEach(key -> written.add(rows.get(key)));
            statement.accept(written);
        }
    }
}
