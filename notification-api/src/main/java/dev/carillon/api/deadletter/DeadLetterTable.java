package dev.carillon.api.deadletter;

import dev.carillon.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// The table of dead letters.
@Repository
class DeadLetterTable {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    // all columns but the value, which can be 2 MB large
    private static final String COLUMNS =
            """
            dead_id, position, tenant, recipient, event_id, code, class, reason, field, type, expression, status, answer, generation,
            service, topic, topic_partition, topic_offset, record_key, headers, died_at, state, settled_at, settled_by\
            """;

    private static final RowMapper<DeadLetter> DEAD_LETTER =
            (row, number) ->
                    new DeadLetter(
                            row.getObject("dead_id", UUID.class),
                            row.getLong("position"),
                            row.getString("tenant"),
                            row.getString("recipient"),
                            row.getString("event_id"),
                            row.getString("code"),
                            row.getString("class"),
                            row.getString("reason"),
                            row.getString("field"),
                            row.getString("type"),
                            row.getString("expression"),
                            row.getString("status"),
                            row.getString("answer"),
                            row.getObject("generation", Integer.class),
                            row.getString("service"),
                            row.getString("topic"),
                            row.getObject("topic_partition", Integer.class),
                            row.getObject("topic_offset", Long.class),
                            row.getString("record_key"),
                            EventJson.mapper().readValue(row.getString("headers"), HEADERS),
                            row.getTimestamp("died_at").toInstant(),
                            row.getString("state"),
                            Optional.ofNullable(row.getTimestamp("settled_at"))
                                    .map(Timestamp::toInstant)
                                    .orElse(null),
                            row.getString("settled_by"));

    private final JdbcClient jdbc;
    private final Clock clock;

    DeadLetterTable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Stores a dead letter. Storing it again changes nothing.
    void add(DeadLetter letter, byte[] value) {
        jdbc.sql(
                        """
                        insert into dead_letter (dead_id, tenant, recipient, event_id, code, class, reason, field, type, expression,
                            status, answer, generation, service, topic, topic_partition, topic_offset, record_key, headers, value,
                            died_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing
                        """)
                .param(letter.id())
                .param(letter.tenant())
                .param(letter.recipient())
                .param(letter.eventId())
                .param(letter.code())
                .param(letter.errorClass())
                .param(letter.reason())
                .param(letter.field())
                .param(letter.type())
                .param(letter.expression())
                .param(letter.status())
                .param(letter.answer())
                .param(letter.generation())
                .param(letter.service())
                .param(letter.topic())
                .param(letter.partition())
                .param(letter.offset())
                .param(letter.key())
                .param(new String(EventJson.write(letter.headers()), StandardCharsets.UTF_8))
                .param(value)
                .param(Timestamp.from(letter.diedAt()))
                .update();
    }

    /// The filters of a list; null means no filter.
    ///
    /// @param before only letters before this position, for paging
    record Filter(
            String tenant,
            @Nullable String state,
            @Nullable String code,
            @Nullable String topic,
            @Nullable String service,
            @Nullable String recipient,
            @Nullable String type,
            @Nullable Long before) {}

    /// Newest first. Uses `dead_letter_newest` if a state is given, else `dead_letter_by_position`.
    List<DeadLetter> find(Filter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("select " + COLUMNS + " from dead_letter where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(filter.tenant()));
        narrow(sql, values, "state = ?", filter.state());
        narrow(sql, values, "code = ?", filter.code());
        narrow(sql, values, "topic = ?", filter.topic());
        narrow(sql, values, "service = ?", filter.service());
        narrow(sql, values, "recipient = ?", filter.recipient());
        narrow(sql, values, "type = ?", filter.type());
        narrow(sql, values, "position < ?", filter.before());
        sql.append(" order by position desc limit ?");
        values.add(limit);
        return jdbc.sql(sql.toString()).params(values).query(DEAD_LETTER).list();
    }

    private static void narrow(
            StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            values.add(value);
        }
    }

    Optional<DeadLetter> find(String tenant, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from dead_letter where tenant = ? and dead_id = ?")
                .param(tenant)
                .param(id)
                .query(DEAD_LETTER)
                .optional();
    }

    /// Locks the row until the transaction ends, so that only one of two concurrent callers can settle the letter.
    Optional<DeadLetter> lock(String tenant, UUID id) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from dead_letter where tenant = ? and dead_id = ? for update")
                .param(tenant)
                .param(id)
                .query(DEAD_LETTER)
                .optional();
    }

    byte[] value(UUID id) {
        return jdbc.sql("select value from dead_letter where dead_id = ?")
                .param(id)
                .query((row, number) -> row.getBytes("value"))
                .single();
    }

    void settle(UUID id, String state, String actor) {
        jdbc.sql(
                        "update dead_letter set state = ?, settled_at = ?, settled_by = ? where dead_id = ?")
                .param(state)
                .param(Timestamp.from(clock.instant()))
                .param(actor)
                .param(id)
                .update();
    }

    /// @param state the state of the counted letters
    record Stat(String state, String code, String topic, long count) {}

    List<Stat> stats(String tenant) {
        return jdbc.sql(
                        """
                        select state, code, topic, count(*) as count from dead_letter where tenant = ?
                        group by state, code, topic order by state, count desc, code, topic
                        """)
                .param(tenant)
                .query((row, number) ->
                        new Stat(
                                row.getString("state"),
                                row.getString("code"),
                                row.getString("topic"),
                                row.getLong("count")))
                .list();
    }

    /// The number of unsettled dead letters of all tenants.
    long waiting() {
        return jdbc.sql("select count(*) from dead_letter where state = 'dead'")
                .query(Long.class)
                .single();
    }

    /// Deletes a bounded number of letters that were settled before the instant. Uses `dead_letter_settled`.
    int forgetSettledBefore(Instant before, int limit) {
        return jdbc.sql(
                        """
                        delete from dead_letter where dead_id in
                            (select dead_id from dead_letter where settled_at < ? order by settled_at limit ?)
                        """)
                .param(Timestamp.from(before))
                .param(limit)
                .update();
    }
}
