package dev.carillon.api.admin;

import dev.carillon.events.EventJson;
import dev.carillon.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// The audit log: what admins did. An entry commits in the same transaction as the action that it records.
@Repository
public class AuditLog {
    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @param action for example `dead_letter.requeued`
    /// @param subject the id of the object that the admin changed
    record Entry(
            long position,
            Instant at,
            String actor,
            String action,
            String subject,
            Map<String, Object> details) {}

    /// Records an admin's action in the current transaction.
    public void record(Caller admin, String action, String subject, Map<String, ?> details) {
        jdbc.sql(
                        """
                        insert into audit_entry (tenant, at, actor, action, subject, details) values (?, ?, ?, ?, ?, ?::jsonb)
                        """)
                .param(admin.tenant())
                .param(Timestamp.from(clock.instant()))
                .param(admin.recipient())
                .param(action)
                .param(subject)
                .param(new String(EventJson.write(details), StandardCharsets.UTF_8))
                .update();
    }

    /// Newest first. Uses `audit_of_tenant`.
    List<Entry> find(String tenant, @Nullable Long before, int limit) {
        return jdbc.sql(
                        """
                        select * from audit_entry where tenant = ? and (?::bigint is null or position < ?)
                        order by position desc limit ?
                        """)
                .param(tenant)
                .param(before)
                .param(before)
                .param(limit)
                .query((row, number) ->
                        new Entry(
                                row.getLong("position"),
                                row.getTimestamp("at").toInstant(),
                                row.getString("actor"),
                                row.getString("action"),
                                row.getString("subject"),
                                EventJson.mapper().readValue(row.getString("details"), DETAILS)))
                .list();
    }
}
