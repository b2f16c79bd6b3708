package dev.carillon.email.mailbox;

import dev.carillon.email.provider.Envelope;
import dev.carillon.email.provider.Mail;
import dev.carillon.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The table `mailbox`. Pages use the index `mailbox_newest`, or `mailbox_by_address` and `mailbox_by_recipient`
/// when filtered.
@Component
class MailboxStore {
    private final JdbcTemplate jdbc;

    MailboxStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @param position where the next page begins; null on the last page
    record Page(List<MailboxMail> mails, @Nullable Long position) {}

    /// A recipient who has emails.
    record Box(String tenant, String recipient, String to, long mails, Instant latest) {}

    void put(Envelope envelope, Mail mail, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("From", mail.from());
        headers.put("To", mail.to());
        if (mail.replyTo() != null) {
            headers.put("Reply-To", mail.replyTo());
        }
        headers.put("Subject", mail.subject());
        headers.putAll(mail.headers());
        jdbc.update(
                """
                insert into mailbox (key, message_id, generation, tenant, recipient, to_address, kind, critical,
                                     subject, notification_ids, headers, html, text, received_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?)
                on conflict (key) do update set
                    to_address = excluded.to_address, subject = excluded.subject,
                    headers = excluded.headers, html = excluded.html, text = excluded.text
                """,
                statement -> {
                    statement.setString(1, envelope.key());
                    statement.setObject(2, envelope.id());
                    statement.setInt(3, envelope.generation());
                    statement.setString(4, envelope.recipient().tenant());
                    statement.setString(5, envelope.recipient().recipient());
                    statement.setString(6, mail.to());
                    statement.setString(7, envelope.kind().name().toLowerCase(Locale.ROOT));
                    statement.setBoolean(8, envelope.critical());
                    statement.setString(9, mail.subject());
                    statement.setArray(
                            10,
                            statement
                                    .getConnection()
                                    .createArrayOf("uuid", envelope.notificationIds().toArray()));
                    statement.setString(11, EventJson.mapper().writeValueAsString(headers));
                    statement.setString(12, mail.html());
                    statement.setString(13, mail.text());
                    statement.setObject(14, now.atOffset(ZoneOffset.UTC));
                });
    }

    /// One page, newest first.
    ///
    /// @param to an address, or null for all
    /// @param recipient a recipient id, or null for all
    /// @param before the position of the previous page, or null for the first page
    Page page(@Nullable String to, @Nullable String recipient, @Nullable Long before, int limit) {
        StringBuilder sql = new StringBuilder("select * from mailbox where true");
        List<Object> values = new ArrayList<>();
        if (to != null) {
            sql.append(" and lower(to_address) = ?");
            values.add(to.strip().toLowerCase(Locale.ROOT));
        }
        if (recipient != null) {
            sql.append(" and recipient = ?");
            values.add(recipient);
        }
        if (before != null) {
            sql.append(" and position < ?");
            values.add(before);
        }
        sql.append(" order by position desc limit ?");
        values.add(limit + 1);
        List<Long> positions = new ArrayList<>();
        List<MailboxMail> mails =
                jdbc.query(
                        sql.toString(),
                        (row, n) -> {
                            positions.add(row.getLong("position"));
                            return mail(row);
                        },
                        values.toArray());
        boolean more = mails.size() > limit;
        return new Page(
                more ? mails.subList(0, limit) : mails, more ? positions.get(limit - 1) : null);
    }

    /// Recipients who have emails, the most recent first.
    List<Box> boxes() {
        return jdbc.query(
                """
                select tenant, recipient, max(to_address) as address, count(*) as mails, max(received_at) as latest
                from mailbox group by tenant, recipient order by latest desc limit 1000
                """,
                (row, n) ->
                        new Box(
                                row.getString("tenant"),
                                row.getString("recipient"),
                                row.getString("address"),
                                row.getLong("mails"),
                                row.getObject("latest", OffsetDateTime.class).toInstant()));
    }

    /// Deletes at most `limit` emails that arrived before the instant, oldest first. Uses the index `mailbox_newest`.
    int forgetBefore(Instant instant, int limit) {
        return jdbc.update(
                """
                delete from mailbox where key in (
                    select key from (select key, received_at from mailbox order by position limit ?) oldest
                    where received_at < ?)
                """,
                limit,
                instant.atOffset(ZoneOffset.UTC));
    }

    private static MailboxMail mail(ResultSet row) throws SQLException {
        Map<String, String> headers = new LinkedHashMap<>();
        EventJson.readObject(row.getString("headers").getBytes(StandardCharsets.UTF_8))
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new MailboxMail(
                row.getString("key"),
                row.getObject("message_id", UUID.class),
                row.getInt("generation"),
                row.getString("tenant"),
                row.getString("recipient"),
                row.getString("to_address"),
                row.getString("kind"),
                row.getBoolean("critical"),
                row.getString("subject"),
                Arrays.asList((UUID[]) row.getArray("notification_ids").getArray()),
                headers,
                row.getString("html"),
                row.getString("text"),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }
}
