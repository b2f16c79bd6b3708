package dev.carillon.email.delivery;

import dev.carillon.events.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Reads the attempts to send an email, oldest first.
@Component
class AttemptHistory {
    private final JdbcTemplate jdbc;

    AttemptHistory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// One attempt, as support and dead letters show it.
    record Attempt(
            int generation,
            int number,
            String provider,
            String account,
            Instant begunAt,
            @Nullable Instant endedAt,
            @Nullable String outcome,
            @Nullable String errorClass,
            @Nullable Integer status,
            @Nullable String answer) {}

    List<Attempt> of(UUID id) {
        return jdbc.query(
                "select * from attempts where message_id = ? order by generation, number",
                (row, n) ->
                        new Attempt(
                                row.getInt("generation"),
                                row.getInt("number"),
                                row.getString("provider"),
                                row.getString("account"),
                                MessageRows.instant(row, "begun_at"),
                                MessageRows.instantOrNull(row, "ended_at"),
                                row.getString("outcome"),
                                row.getString("error_class"),
                                row.getObject("status", Integer.class),
                                row.getString("answer")),
                id);
    }

    String json(UUID id) {
        return EventJson.mapper().writeValueAsString(of(id));
    }
}
