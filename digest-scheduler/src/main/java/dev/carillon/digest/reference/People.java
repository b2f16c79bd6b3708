package dev.carillon.digest.reference;

import dev.carillon.events.EventJson;
import dev.carillon.events.MailAddress;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The copy of recipients and preferences.
@Repository
public class People {
    private final JdbcClient jdbc;

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The person as currently known; defaults for an unknown recipient.
    public Person find(RecipientKey key) {
        return find(List.of(key)).getOrDefault(key, Person.UNKNOWN);
    }

    /// Several people. Unknown recipients are absent from the result. Uses the primary keys of both tables.
    public Map<RecipientKey, Person> find(Collection<RecipientKey> keys) {
        Map<RecipientKey, Person> people = new HashMap<>();
        jdbc.sql(
                        """
                        select k.tenant, k.recipient, r.time_zone, coalesce(r.gone, false) as gone,
                            r.recipient is not null and coalesce(r.has_address, true) as has_address, p.body
                        from unnest(?::text[], ?::text[]) as k(tenant, recipient)
                        left join recipient r on r.tenant = k.tenant and r.recipient = k.recipient
                        left join preference p on p.tenant = k.tenant and p.recipient = k.recipient
                        """)
                .param(keys.stream().map(RecipientKey::tenant).toArray(String[]::new))
                .param(keys.stream().map(RecipientKey::recipient).toArray(String[]::new))
                .query(row -> {
                    people.put(
                            new RecipientKey(row.getString("tenant"), row.getString("recipient")),
                            new Person(
                                    Person.zoneOf(row.getString("time_zone")),
                                    row.getBoolean("gone"),
                                    row.getBoolean("has_address"),
                                    preferences(row.getString("body"))));
                });
        return people;
    }

    /// Stores a newer version. Returns false when the stored version is the same or newer.
    boolean put(Recipient recipient) {
        return jdbc.sql(
                                """
                                insert into recipient as r (tenant, recipient, version, time_zone, gone, has_address)
                                values (?, ?, ?, ?, ?, ?)
                                on conflict (tenant, recipient) do update
                                set version = excluded.version, time_zone = excluded.time_zone, gone = excluded.gone,
                                    has_address = excluded.has_address
                                where r.version < excluded.version
                                   or (r.version = excluded.version and r.has_address is null)
                                """)
                        .param(recipient.tenant())
                        .param(recipient.recipient())
                        .param(recipient.version())
                        .param(withoutNul(recipient.timeZone()))
                        .param(recipient.deleted() || recipient.erased())
                        .param(hasAddress(recipient.email()))
                        .update()
                > 0;
    }

    /// Stores a newer version. Returns false when the stored version is the same or newer.
    boolean put(Preferences preferences) {
        return jdbc.sql(
                                """
                                insert into preference as p (tenant, recipient, version, body)
                                values (?, ?, ?, ?::json)
                                on conflict (tenant, recipient) do update
                                set version = excluded.version, body = excluded.body
                                where p.version < excluded.version
                                """)
                        .param(preferences.tenant())
                        .param(preferences.recipient())
                        .param(preferences.version())
                        .param(new String(EventJson.write(preferences), StandardCharsets.UTF_8))
                        .update()
                > 0;
    }

    private static boolean hasAddress(@Nullable String email) {
        return email != null && MailAddress.read(email) instanceof MailAddress.Reading.Valid;
    }

    /// Postgres cannot store NUL, and one such record must not block all records after it.
    private static @Nullable String withoutNul(@Nullable String text) {
        return text == null ? null : text.replace("\0", "");
    }

    private static @Nullable Preferences preferences(@Nullable String body) {
        return body == null ? null : EventJson.mapper().readValue(body, Preferences.class);
    }
}
