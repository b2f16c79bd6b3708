package dev.carillon.email.reference;

import dev.carillon.events.EventJson;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The copy of recipients: their addresses, languages and zones.
@Component
public class KnownRecipients {
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    KnownRecipients(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// The newest known state of the recipient; empty when unknown.
    public Optional<Recipient> find(RecipientKey key) {
        return jdbc.sql(
                        """
                        select version, name, email, locale, time_zone, attributes, deleted, erased
                        from recipients where tenant = ? and recipient = ?
                        """)
                .param(key.tenant())
                .param(key.recipient())
                .query((row, n) ->
                        new Recipient(
                                key.tenant(),
                                key.recipient(),
                                row.getLong("version"),
                                row.getString("name"),
                                row.getString("email"),
                                null,
                                row.getString("locale"),
                                row.getString("time_zone"),
                                null,
                                EventJson.readObject(
                                        row.getString("attributes")
                                                .getBytes(StandardCharsets.UTF_8)),
                                row.getBoolean("deleted"),
                                row.getBoolean("erased"),
                                Instant.EPOCH))
                .optional();
    }

    /// Stores newer versions. For erased or deleted recipients only that fact is kept.
    void put(Collection<Recipient> recipients) {
        Map<RecipientKey, Recipient> newest = new HashMap<>();
        for (Recipient recipient : recipients) {
            newest.merge(
                    new RecipientKey(recipient.tenant(), recipient.recipient()),
                    recipient,
                    (one, other) -> one.version() >= other.version() ? one : other);
        }
        List<Recipient> sorted =
                newest.values().stream()
                        .sorted(
                                Comparator.comparing(
                                        one -> new RecipientKey(one.tenant(), one.recipient())))
                        .toList();
        batches.batchUpdate(
                """
                insert into recipients
                    (tenant, recipient, version, name, email, locale, time_zone, attributes, deleted, erased)
                values (?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)
                on conflict (tenant, recipient) do update set
                    version = excluded.version, name = excluded.name, email = excluded.email,
                    locale = excluded.locale, time_zone = excluded.time_zone,
                    attributes = excluded.attributes, deleted = excluded.deleted,
                    erased = excluded.erased, written_at = now()
                where recipients.version < excluded.version
                """,
                sorted,
                200,
                (statement, recipient) -> {
                    boolean gone = recipient.deleted() || recipient.erased();
                    statement.setString(1, recipient.tenant());
                    statement.setString(2, recipient.recipient());
                    statement.setLong(3, recipient.version());
                    statement.setString(4, gone ? null : text(recipient.name()));
                    statement.setString(5, gone ? null : text(recipient.email()));
                    statement.setString(6, gone ? null : text(recipient.locale()));
                    statement.setString(7, gone ? null : text(recipient.timeZone()));
                    statement.setString(
                            8,
                            gone
                                    ? "{}"
                                    : EventJson.mapper()
                                            .writeValueAsString(recipient.attributes()));
                    statement.setBoolean(9, recipient.deleted());
                    statement.setBoolean(10, recipient.erased());
                });
    }

    /// Postgres cannot store NUL, and one such record must not block all records after it.
    private static @Nullable String text(@Nullable String value) {
        return value == null ? null : value.replace("\0", "");
    }
}
