package dev.carillon.api.type;

import dev.carillon.events.Catalogue;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The catalogue of each tenant and the history of its types, by primary key.
@Component
class CatalogueTable {
    private static final String PUT =
            """
            insert into type_catalogue (tenant, version, catalogue, loaded_at)
            values (?, ?, ?::jsonb, ?)
            on conflict (tenant) do update
            set version = excluded.version, catalogue = excluded.catalogue, loaded_at = excluded.loaded_at
            """;

    private static final String KEEP_VERSION =
            """
            insert into notification_type_version (tenant, key, version, definition, stored_at)
            values (?, ?, ?, ?::jsonb, ?)
            """;

    private final JdbcTemplate jdbc;

    CatalogueTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Waits until no other replica loads types. The lock is held until the transaction ends.
    void lockLoading() {
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('carillon.types', 0))", row -> {});
    }

    /// The catalogue version of each of these tenants. Tenants that never loaded are left out.
    Map<String, Long> versions(Set<String> tenants) {
        Map<String, Long> versions = new HashMap<>();
        jdbc.query(
                "select tenant, version from type_catalogue where tenant = any (?::text[])",
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                (Object) tenants.toArray(String[]::new));
        return versions;
    }

    Optional<Catalogue> find(String tenant) {
        return jdbc
                .queryForList(
                        "select catalogue from type_catalogue where tenant = ?",
                        String.class,
                        tenant)
                .stream()
                .map(json -> EventJson.read(json.getBytes(StandardCharsets.UTF_8), Catalogue.class))
                .findFirst();
    }

    List<String> tenants() {
        return jdbc.queryForList("select tenant from type_catalogue order by tenant", String.class);
    }

    void put(Catalogue catalogue) {
        jdbc.update(
                PUT,
                catalogue.tenant(),
                catalogue.version(),
                new String(EventJson.write(catalogue), StandardCharsets.UTF_8),
                Timestamp.from(catalogue.loadedAt()));
    }

    /// Stores a version of a type. It is never deleted.
    void keepVersion(NotificationType type, String definition, Instant now) {
        jdbc.update(
                KEEP_VERSION,
                type.tenant(),
                type.key(),
                type.version(),
                definition,
                Timestamp.from(now));
    }
}
