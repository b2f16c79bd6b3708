package dev.carillon.email.delivery;

import dev.carillon.email.delivery.AttemptHistory.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Lists emails for support, newest first. Uses the indexes `messages_by_recipient` and `messages_by_state`.
@Component
class MessageList {
    private final JdbcTemplate jdbc;
    private final AttemptHistory history;

    MessageList(JdbcTemplate jdbc, AttemptHistory history) {
        this.jdbc = jdbc;
        this.history = history;
    }

    /// @param to the address; null until the first attempt
    /// @param nextAttemptAt null for a final state
    /// @param notBefore when the quota opens again, for a refused email
    record Item(
            UUID id,
            int generation,
            String state,
            @Nullable String reason,
            String kind,
            boolean critical,
            String tenant,
            String recipient,
            @Nullable String to,
            @Nullable String subject,
            List<UUID> notificationIds,
            int failures,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant notBefore,
            @Nullable String errorClass,
            @Nullable Integer status,
            @Nullable String answer,
            @Nullable String provider,
            @Nullable String providerId,
            Instant admittedAt,
            Instant changedAt,
            List<Attempt> attempts) {}

    List<Item> page(
            String tenant,
            @Nullable String recipient,
            @Nullable String state,
            @Nullable UUID before,
            int limit) {
        StringBuilder sql = new StringBuilder("select * from messages where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(tenant));
        if (recipient != null) {
            sql.append(" and recipient = ?");
            values.add(recipient);
        }
        if (state != null) {
            sql.append(" and state = ?");
            values.add(state);
        }
        if (before != null) {
            sql.append(" and id < ?");
            values.add(before);
        }
        sql.append(" order by id desc limit ?");
        values.add(limit);
        return jdbc.query(sql.toString(), MessageRows::message, values.toArray()).stream()
                .map(this::item)
                .toList();
    }

    private Item item(Message message) {
        return new Item(
                message.id(),
                message.generation(),
                message.state().key(),
                message.reason(),
                message.kind().name().toLowerCase(java.util.Locale.ROOT),
                message.critical(),
                message.recipient().tenant(),
                message.recipient().recipient(),
                message.to(),
                message.subject(),
                message.notificationIds(),
                message.failures(),
                message.state().isFinal() ? null : message.nextAttemptAt(),
                message.notBefore(),
                message.errorClass(),
                message.status(),
                message.answer(),
                message.provider(),
                message.providerId(),
                message.admittedAt(),
                message.changedAt(),
                history.of(message.id()));
    }
}
