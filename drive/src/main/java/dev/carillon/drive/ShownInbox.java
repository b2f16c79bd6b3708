package dev.carillon.drive;

import dev.carillon.events.ReceivedCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one client shows: rows and counts, each merged by its own `seq` as the browser client does. Also records which
/// changes it applied, in order. Thread-safe.
public final class ShownInbox {
    private final Map<String, Row> rows = new HashMap<>();
    private final List<Long> shown = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /// Ids from pages of changes whose last page has not arrived yet; they may occur again.
    private final Set<String> toldAhead = new HashSet<>();

    private final List<Arrival> arrivals = new ArrayList<>();
    private Counts counts = new Counts(-1, 0, 0);
    private long seq;
    private String cursor;

    /// @param seq of the row's last change
    public record Row(
            String category,
            long createdSeq,
            boolean seen,
            boolean read,
            long readSeq,
            boolean archived,
            boolean deleted,
            long seq) {
        private Row marked(boolean seenToo, boolean readToo, long by) {
            return new Row(
                    category,
                    createdSeq,
                    seen || seenToo,
                    read || readToo,
                    readToo ? by : readSeq,
                    archived,
                    deleted,
                    by);
        }
    }

    /// Totals at a `seq`.
    public record Counts(long seq, long unread, long unseen) {}

    /// A row that arrived over the socket.
    ///
    /// @param millis milliseconds since its event's time
    public record Arrival(Instant at, long millis) {}

    /// @param page the first page, newest first
    ShownInbox(JsonNode page) {
        cursor = page.path("cursor").stringValue();
        seq = page.path("counts").path("seq").asLong();
        merge(page.path("counts"));
        page.path("items").forEach(this::mergeRow);
    }

    /// The `seq` of the applied changes, in order.
    public synchronized List<Long> shown() {
        return List.copyOf(shown);
    }

    /// The ids of the applied notifications, including repetitions.
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    public synchronized Map<String, Row> rows() {
        return Map.copyOf(rows);
    }

    public synchronized Counts counts() {
        return counts;
    }

    public synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    public synchronized String cursor() {
        return cursor;
    }

    public synchronized long seq() {
        return seq;
    }

    synchronized List<Long> missing(long upTo) {
        Set<Long> had = new HashSet<>(shown);
        List<Long> missing = new ArrayList<>();
        for (long each = shown.isEmpty() ? upTo : shown.getFirst(); each <= upTo; each++) {
            if (!had.contains(each)) {
                missing.add(each);
            }
        }
        return missing;
    }

    /// Applies a `notification` or `changed`.
    ///
    /// @return false when the changes endpoint must be called
    synchronized boolean take(JsonNode message) {
        long arrived = message.path("seq").asLong(0);
        if (arrived > seq + 1) {
            return false;
        }
        boolean next = arrived == seq + 1;
        if (next) {
            seq = arrived;
            shown.add(arrived);
            cursor = message.path("cursor").asString(cursor);
        }
        merge(message.path("counts"));
        if (message.path("type").asString().equals("notification")) {
            JsonNode row = message.path("notification");
            mergeRow(row);
            if (next && !toldAhead.contains(row.path("id").asString())) {
                told.add(row.path("id").asString());
                arrived(row);
            }
        } else if (message.has("id")) {
            mergeState(message);
        } else if (next && message.has("upto")) {
            return mark(message);
        }
        return true;
    }

    /// Applies a page of changes. Only after the last page is everything up to its cursor applied. A row is listed at
    /// its last change, so earlier pages leave older rows out, and a row may occur again.
    ///
    /// @return the cursor of the next page; null after the last page
    synchronized @Nullable String takePage(JsonNode changes) {
        for (JsonNode row : changes.path("items")) {
            String id = row.path("id").asString();
            if (row.path("created_seq").asLong(0) > seq && toldAhead.add(id)) {
                told.add(id);
            }
            mergeRow(row);
        }
        merge(changes.path("counts"));
        String reached = changes.path("cursor").asString();
        if (changes.path("has_more").asBoolean()) {
            return reached;
        }
        for (long last = ReceivedCursor.parse(reached).cursor().seq(); seq < last; ) {
            shown.add(++seq);
        }
        cursor = reached;
        toldAhead.clear();
        return null;
    }

    private void arrived(JsonNode row) {
        Instant now = Instant.now();
        Instant created = Instant.parse(row.path("created_at").asString());
        arrivals.add(new Arrival(now, now.toEpochMilli() - created.toEpochMilli()));
    }

    private void merge(JsonNode told) {
        if (told.has("seq") && told.path("seq").asLong() >= counts.seq()) {
            counts =
                    new Counts(
                            told.path("seq").asLong(),
                            told.path("unread").path("total").asLong(),
                            told.path("unseen").path("total").asLong());
        }
    }

    private void mergeRow(JsonNode row) {
        merge(row.path("id").asString(), row, row.path("seq").asLong());
    }

    /// The answer to an action may arrive before the row itself, which then brings the same state.
    private void mergeState(JsonNode message) {
        String id = message.path("id").asString();
        if (rows.containsKey(id)) {
            merge(id, message, message.path("row_seq").asLong());
        }
    }

    private void merge(String id, JsonNode state, long rowSeq) {
        Row held = rows.get(id);
        if (held != null && held.seq() >= rowSeq) {
            return;
        }
        rows.put(
                id,
                new Row(
                        state.path("category").asString(held == null ? "" : held.category()),
                        state.path("created_seq").asLong(held == null ? 0 : held.createdSeq()),
                        isSet(state, "seen_at"),
                        isSet(state, "read_at"),
                        state.path("read_seq").asLong(0),
                        isSet(state, "archived_at"),
                        state.path("deleted").asBoolean(false),
                        rowSeq));
    }

    /// Applies a mark to all rows that existed at `upto`, except rows with a later change of the same state.
    private boolean mark(JsonNode message) {
        String action = message.path("action").asString();
        boolean read = action.equals("read");
        if (!read && !action.equals("seen")) {
            return false;
        }
        long upto = message.path("upto").asLong();
        @Nullable String category =
                message.path("category").isString() ? message.path("category").stringValue() : null;
        rows.replaceAll((id, row) -> {
            boolean meant =
                    !row.deleted()
                            && row.seq() < seq
                            && row.createdSeq() <= upto
                            && (category == null || category.equals(row.category()))
                            && (read ? !row.read() && row.readSeq() <= upto : !row.seen());
            return meant ? row.marked(true, read, seq) : row;
        });
        return true;
    }

    private static boolean isSet(JsonNode state, String field) {
        return state.hasNonNull(field);
    }
}
