package dev.carillon.chaos;

import dev.carillon.drive.ArrivedMail;
import dev.carillon.drive.Database;
import dev.carillon.events.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The content of the tables at one moment, and the emails that arrived.
///
/// @param rows rows of inboxes, including deleted ones
/// @param decisions by notification
/// @param stages timeline stages about emails and digests
record Found(
        List<Row> rows,
        List<ArrivedMail> arrivals,
        List<Mail> mails,
        List<Item> items,
        Map<String, Counter> counters,
        Map<UUID, Decided> decisions,
        List<Stage> stages,
        List<Letter> letters,
        FoundQuota quota) {

    /// @param read whether `read_at` is set
    record Row(
            UUID id,
            String recipient,
            String category,
            long createdSeq,
            boolean deleted,
            boolean seen,
            boolean read,
            boolean archived) {}

    /// A row of email-service's table.
    ///
    /// @param account the account that the quota is counted for; null before the first attempt
    /// @param day the UTC day that was charged
    /// @param mayBeOut number of attempts of its generation that were not definitely rejected
    record Mail(
            UUID id,
            int generation,
            String kind,
            String state,
            String recipient,
            List<UUID> notifications,
            @Nullable String account,
            @Nullable String day,
            int mayBeOut) {
        boolean isDigest() {
            return kind.equals("digest");
        }
    }

    record Item(UUID id, String recipient, boolean single, String state, @Nullable UUID run) {}

    /// The decision about email as `outcome reason`, and its time.
    record Decided(String email, Instant at) {}

    /// @param mail id of the email, or of the digest's run
    record Stage(UUID notification, String stage, @Nullable UUID mail) {
        boolean isDigested() {
            return stage.equals("digested");
        }
    }

    record Letter(String eventId, String code, String topic, String state) {}

    record Counter(
            long seq,
            long unread,
            Map<String, Long> unreadByCategory,
            long unseen,
            Map<String, Long> unseenByCategory) {}

    private static final String ROWS =
            "select id, recipient, category, coalesce(created_seq, 0), deleted, seen_at is not null, read_at is not null,"
                    + " archived_at is not null from api.inbox";
    private static final String DECISIONS =
            "select notification_id, channels->'email'->>'outcome', channels->'email'->>'reason', at"
                    + " from api.timeline_entry where stage = 'decided' and notification_id is not null";
    private static final String STAGES =
            "select notification_id, stage, coalesce(details->>'mail_id', details->>'run_id') from api.timeline_entry"
                    + " where stage in ('mailed', 'unknown', 'digested') and notification_id is not null";
    private static final String MAILS =
            """
            select m.id, m.generation, m.kind, m.state, m.recipient, m.notification_ids, m.provider || '.' || m.account,
                m.quota_day::text, count(a.number) filter
                    (where a.outcome is null or a.outcome in ('sent', 'unknown', 'interrupted'))
            from email.messages m
            left join email.attempts a on a.message_id = m.id and a.generation = m.generation
            group by m.id
            """;
    private static final String COUNTERS =
            "select recipient, seq, unread, unread_by_category, unseen, unseen_by_category from api.inbox_counter";

    /// @param arrivals emails at the mail server or in the mailbox
    static Found in(Database database, List<ArrivedMail> arrivals, FoundQuota quota) {
        Map<UUID, Decided> decisions = new HashMap<>();
        database.each(
                DECISIONS,
                row ->
                        Map.entry(
                                row.getObject(1, UUID.class),
                                new Decided(
                                        row.getString(2) + " " + row.getString(3),
                                        row.getObject(4, OffsetDateTime.class).toInstant())),
                entry -> decisions.put(entry.getKey(), entry.getValue()));
        Map<String, Counter> counters = new HashMap<>();
        database.each(
                COUNTERS,
                row -> Map.entry(row.getString(1), counter(row)),
                entry -> counters.put(entry.getKey(), entry.getValue()));
        return new Found(
                all(
                        database,
                        ROWS,
                        row ->
                                new Row(
                                        row.getObject(1, UUID.class),
                                        row.getString(2).intern(),
                                        row.getString(3).intern(),
                                        row.getLong(4),
                                        row.getBoolean(5),
                                        row.getBoolean(6),
                                        row.getBoolean(7),
                                        row.getBoolean(8))),
                arrivals,
                all(database, MAILS, Found::mail),
                all(
                        database,
                        "select id, recipient, single, state, run_id from digest.item",
                        row ->
                                new Item(
                                        row.getObject(1, UUID.class),
                                        row.getString(2).intern(),
                                        row.getBoolean(3),
                                        row.getString(4).intern(),
                                        row.getObject(5, UUID.class))),
                counters,
                decisions,
                all(
                        database,
                        STAGES,
                        row ->
                                new Stage(
                                        row.getObject(1, UUID.class),
                                        row.getString(2).intern(),
                                        uuid(row.getString(3)))),
                all(
                        database,
                        "select coalesce(event_id, ''), code, topic, state from api.dead_letter",
                        row ->
                                new Letter(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4))),
                quota);
    }

    private static Mail mail(ResultSet row) throws SQLException {
        return new Mail(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3).intern(),
                row.getString(4).intern(),
                row.getString(5).intern(),
                List.of((UUID[]) row.getArray(6).getArray()),
                row.getString(7),
                row.getString(8),
                row.getInt(9));
    }

    private static Counter counter(ResultSet row) throws SQLException {
        return new Counter(
                row.getLong(2),
                row.getLong(3),
                counts(row.getString(4)),
                row.getLong(5),
                counts(row.getString(6)));
    }

    private static <T> List<T> all(Database database, String sql, Database.Reader<T> reader) {
        List<T> all = new ArrayList<>();
        database.each(sql, reader, all::add);
        return all;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
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
