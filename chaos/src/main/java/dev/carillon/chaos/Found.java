package dev.carillon.chaos;

import dev.carillon.drive.Database;
import dev.carillon.events.EventJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the tables hold at one moment.
///
/// @param rows of inboxes, those that were deleted too
/// @param mails of single notifications: for each mail the notification's id
/// @param digestMails the ids of the runs that were mailed, one for each mail
/// @param decisions what was decided of email by recipient and notification: `outcome reason`
record Found(
        List<Row> rows,
        List<UUID> mails,
        List<UUID> digestMails,
        List<Item> items,
        Map<String, Counter> counters,
        Map<UUID, String> decisions,
        List<String> deadLetters) {

    /// @param read whether `read_at` is set
    record Row(
            UUID id,
            String recipient,
            String eventId,
            String category,
            boolean deleted,
            boolean seen,
            boolean read,
            boolean archived) {}

    record Item(UUID id, String recipient, boolean single, String state, @Nullable UUID run) {}

    record Counter(
            long seq,
            long unread,
            Map<String, Long> unreadByCategory,
            long unseen,
            Map<String, Long> unseenByCategory) {}

    static Found in(Database database) {
        List<Row> rows =
                database.all(
                        "select id, recipient, event_id, category, deleted, seen_at, read_at, archived_at from api.inbox",
                        row ->
                                new Row(
                                        row.getObject(1, UUID.class),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getBoolean(5),
                                        row.getObject(6) != null,
                                        row.getObject(7) != null,
                                        row.getObject(8) != null));
        Map<UUID, String> decisions = new HashMap<>();
        database.all(
                        "select notification_id, channels->'email'->>'outcome', channels->'email'->>'reason'"
                                + " from api.timeline_entry where stage = 'decided' and notification_id is not null",
                        row ->
                                Map.entry(
                                        row.getObject(1, UUID.class),
                                        row.getString(2) + " " + row.getString(3)))
                .forEach(entry -> decisions.put(entry.getKey(), entry.getValue()));
        Map<String, Counter> counters = new HashMap<>();
        database.all(
                        "select recipient, seq, unread, unread_by_category, unseen, unseen_by_category from api.inbox_counter",
                        row ->
                                Map.entry(
                                        row.getString(1),
                                        new Counter(
                                                row.getLong(2),
                                                row.getLong(3),
                                                counts(row.getString(4)),
                                                row.getLong(5),
                                                counts(row.getString(6)))))
                .forEach(entry -> counters.put(entry.getKey(), entry.getValue()));
        return new Found(
                rows,
                database.all(
                        "select notification_ids[1] from email.mailbox where kind = 'immediate'",
                        row -> row.getObject(1, UUID.class)),
                database.all(
                        "select message_id from email.mailbox where kind = 'digest'",
                        row -> row.getObject(1, UUID.class)),
                database.all(
                        "select id, recipient, single, state, run_id from digest.item",
                        row ->
                                new Item(
                                        row.getObject(1, UUID.class),
                                        row.getString(2),
                                        row.getBoolean(3),
                                        row.getString(4),
                                        row.getObject(5, UUID.class))),
                counters,
                decisions,
                database.all(
                        "select coalesce(event_id, '') || ' ' || code || ' ' || topic from api.dead_letter",
                        row -> row.getString(1)));
    }

    private static Map<String, Long> counts(String json) {
        Map<String, Long> counts = new HashMap<>();
        EventJson.mapper()
                .readTree(json)
                .properties()
                .forEach(each -> counts.put(each.getKey(), each.getValue().asLong()));
        return counts;
    }
}
