package dev.carillon.email.delivery;

import dev.carillon.email.provider.Mail;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class MessageRows {
    private MessageRows() {}

    static Message message(ResultSet row, int number) throws SQLException {
        String mail = row.getString("mail");
        return new Message(
                row.getObject("id", UUID.class),
                new RecipientKey(row.getString("tenant"), row.getString("recipient")),
                row.getInt("generation"),
                MessageState.of(row.getString("state")),
                row.getString("reason"),
                EmailMessage.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getBoolean("critical"),
                Arrays.asList((UUID[]) row.getArray("notification_ids").getArray()),
                new StoredRecord(
                        row.getString("record_topic"),
                        row.getInt("record_partition"),
                        row.getLong("record_offset"),
                        row.getString("record_key"),
                        instant(row, "record_time"),
                        texts(row.getString("record_headers")),
                        row.getBytes("record_value")),
                row.getString("provider"),
                row.getString("account"),
                row.getString("to_address"),
                row.getString("subject"),
                mail == null
                        ? null
                        : EventJson.read(mail.getBytes(StandardCharsets.UTF_8), Mail.class),
                row.getInt("attempts"),
                row.getInt("failures"),
                row.getBoolean("maybe_accepted"),
                instantOrNull(row, "first_begun_at"),
                row.getObject("quota_day", LocalDate.class),
                row.getInt("looked_up"),
                instant(row, "next_attempt_at"),
                instantOrNull(row, "not_before"),
                row.getString("error_class"),
                row.getObject("status", Integer.class),
                row.getString("answer"),
                row.getString("provider_id"),
                row.getBoolean("told"),
                instant(row, "admitted_at"),
                instant(row, "changed_at"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Map<String, String> texts(String json) {
        Map<String, String> texts = new LinkedHashMap<>();
        EventJson.readObject(json.getBytes(StandardCharsets.UTF_8))
                .forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
