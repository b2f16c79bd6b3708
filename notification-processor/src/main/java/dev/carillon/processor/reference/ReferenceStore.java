package dev.carillon.processor.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Columns;
import dev.carillon.platform.database.RoundTrip;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The SQL of the copy. Every statement handles a whole batch. Upserts are sorted by key so that two writers cannot
/// deadlock. All reads use primary keys.
@Component
class ReferenceStore {
    private static final String UPSERT_TYPES =
            """
            insert into processor.notification_type as held (tenant, key, version, document)
            select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
            on conflict (tenant, key) do update set version = excluded.version, document = excluded.document
            where held.version < excluded.version
            """;
    private static final String UPSERT_CATALOGUES =
            """
            insert into processor.catalogue as held (tenant, version, document)
            select tenant, version, document
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) as put (tenant, key, version, document)
            on conflict (tenant) do update set version = excluded.version, document = excluded.document
            where held.version < excluded.version
            """;
    private static final String UPSERT_RECIPIENTS =
            """
            insert into processor.recipient as held (tenant, recipient, version, document)
            select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
            on conflict (tenant, recipient) do update set version = excluded.version, document = excluded.document
            where held.version < excluded.version
            """;
    private static final String UPSERT_PREFERENCES =
            UPSERT_RECIPIENTS.replace("processor.recipient", "processor.preferences");
    // Executed as a prepared statement although it has no parameter: otherwise Postgres parses and
    // plans it on every call.
    private static final String REVISION = "select revision from processor.type_revision";
    private static final String NEXT_REVISION =
            "update processor.type_revision set revision = revision + 1";
    private static final String FIND_PEOPLE =
            """
            select wanted.tenant, wanted.recipient, r.document, p.document
            from unnest(?::text[], ?::text[]) as wanted (tenant, recipient)
            left join processor.recipient r on r.tenant = wanted.tenant and r.recipient = wanted.recipient
            left join processor.preferences p on p.tenant = wanted.tenant and p.recipient = wanted.recipient
            where r.tenant is not null or p.tenant is not null
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    ReferenceStore(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// A record of the copy; its key is (tenant, key).
    record Held(String tenant, String key, long version, String document) {}

    /// Stores a batch in one transaction. A type stored without the new revision would never be noticed as a change, so
    /// it would never come into force.
    void put(
            Collection<Held> recipients,
            Collection<Held> preferences,
            Collection<Held> types,
            Collection<Held> catalogues) {
        transaction.executeWithoutResult(status -> {
            upsert(UPSERT_RECIPIENTS, recipients);
            upsert(UPSERT_PREFERENCES, preferences);
            int changed = upsert(UPSERT_TYPES, types) + upsert(UPSERT_CATALOGUES, catalogues);
            if (changed > 0) {
                jdbc.update(NEXT_REVISION);
            }
        });
    }

    long revision() {
        return DataAccessUtils.requiredSingleResult(
                jdbc.query(REVISION, setter -> {}, (row, number) -> row.getLong(1)));
    }

    List<NotificationType> types() {
        return jdbc.query(
                "select document from processor.notification_type",
                (row, number) -> read(row.getString(1), NotificationType.class));
    }

    List<Catalogue> catalogues() {
        return jdbc.query(
                "select document from processor.catalogue",
                (row, number) -> read(row.getString(1), Catalogue.class));
    }

    /// @param then statements sent in the same round trip, after this one. Their parameters must be small, because the
    ///     answer of this statement is large
    Map<RecipientKey, Person> people(Collection<RecipientKey> keys, RoundTrip then) {
        Map<RecipientKey, Person> people = new HashMap<>();
        new RoundTrip()
                .query(
                        FIND_PEOPLE,
                        Columns.of(keys).text(RecipientKey::tenant).text(RecipientKey::recipient),
                        row -> {
                            String recipient = row.getString(3);
                            String preferences = row.getString(4);
                            people.put(
                                    new RecipientKey(row.getString(1), row.getString(2)),
                                    Person.of(
                                            recipient == null
                                                    ? null
                                                    : read(recipient, Recipient.class),
                                            preferences == null
                                                    ? null
                                                    : read(preferences, Preferences.class)));
                        })
                .then(then)
                .run(jdbc);
        return people;
    }

    private int upsert(String sql, Collection<Held> records) {
        if (records.isEmpty()) {
            return 0;
        }
        List<Held> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparing(Held::tenant).thenComparing(Held::key));
        return jdbc.update(
                sql,
                Columns.of(sorted)
                        .text(Held::tenant)
                        .text(Held::key)
                        .number(Held::version)
                        .text(Held::document));
    }

    private static <T> T read(String document, Class<T> type) {
        return EventJson.read(document.getBytes(StandardCharsets.UTF_8), type);
    }
}
