package dev.carillon.email.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The copy of notification types and categories. A type of the tenant `default` applies to every tenant without a type
/// of the same key, as it does in notification-processor.
@Component
public class KnownTypes {
    private static final String CATALOGUE = Catalogue.KEY;

    private final JdbcClient jdbc;
    private final Map<String, NotificationType> types = new ConcurrentHashMap<>();
    private final Map<String, Catalogue> catalogues = new ConcurrentHashMap<>();

    KnownTypes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The type in that version or a later one; empty until that version is known.
    ///
    /// @param version the version that the notification was decided with
    public Optional<NotificationType> find(String tenant, String key, long version) {
        Optional<NotificationType> own = findOwn(tenant, key, version);
        return own.isPresent() || tenant.equals(RecipientKey.DEFAULT_TENANT)
                ? own
                : findOwn(RecipientKey.DEFAULT_TENANT, key, version);
    }

    private Optional<NotificationType> findOwn(String tenant, String key, long version) {
        NotificationType known = types.get(tenant + "/" + key);
        if (known == null || known.version() < version) {
            body(tenant, key).ifPresent(body -> keep(EventJson.read(body, NotificationType.class)));
            known = types.get(tenant + "/" + key);
        }
        return Optional.ofNullable(known).filter(type -> type.version() >= version);
    }

    /// The category's label in a language, or its key when no label is known. Labels may be up to one minute old; they
    /// change rarely.
    public String label(String tenant, String category, Locale language) {
        return Stream.concat(categories(tenant).stream(), Stream.of(Category.other(0)))
                .filter(known -> known.key().equals(category))
                .findFirst()
                .map(known -> known.labelIn(language.toLanguageTag()))
                .orElseGet(() -> capitalized(category));
    }

    /// Orders categories as the catalogue does, for grouping.
    public Comparator<String> order(String tenant) {
        List<String> keys =
                categories(tenant).stream()
                        .sorted(Comparator.comparingInt(Category::order))
                        .map(Category::key)
                        .toList();
        return Comparator.<String>comparingInt(
                        key -> keys.contains(key) ? keys.indexOf(key) : keys.size())
                .thenComparing(Comparator.naturalOrder());
    }

    void put(NotificationType type) {
        store(type.tenant(), type.key(), type.version(), type);
        keep(type);
    }

    void put(Catalogue catalogue) {
        store(catalogue.tenant(), CATALOGUE, catalogue.version(), catalogue);
        catalogues.merge(
                catalogue.tenant(),
                catalogue,
                (one, other) -> other.version() >= one.version() ? other : one);
    }

    private void keep(NotificationType type) {
        types.merge(
                type.tenant() + "/" + type.key(),
                type,
                (one, other) -> other.version() >= one.version() ? other : one);
    }

    private List<Category> categories(String tenant) {
        List<Category> own = ownCategories(tenant);
        if (tenant.equals(RecipientKey.DEFAULT_TENANT)) {
            return own;
        }
        Map<String, Category> all = new LinkedHashMap<>();
        own.forEach(category -> all.put(category.key(), category));
        ownCategories(RecipientKey.DEFAULT_TENANT)
                .forEach(category -> all.putIfAbsent(category.key(), category));
        return List.copyOf(all.values());
    }

    private List<Category> ownCategories(String tenant) {
        Catalogue catalogue = catalogues.get(tenant);
        if (catalogue == null) {
            body(tenant, CATALOGUE)
                    .ifPresent(body ->
                            catalogues.putIfAbsent(tenant, EventJson.read(body, Catalogue.class)));
            catalogue = catalogues.get(tenant);
        }
        return catalogue == null ? List.of() : catalogue.categories();
    }

    private Optional<byte[]> body(String tenant, String key) {
        return jdbc.sql("select body from notification_types where tenant = ? and key = ?")
                .param(tenant)
                .param(key)
                .query(String.class)
                .optional()
                .map(body -> body.getBytes(StandardCharsets.UTF_8));
    }

    private void store(String tenant, String key, long version, Object body) {
        jdbc.sql(
                        """
                        insert into notification_types (tenant, key, version, body)
                        values (?, ?, ?, ?::json)
                        on conflict (tenant, key) do update
                            set version = excluded.version, body = excluded.body, written_at = now()
                        where notification_types.version < excluded.version
                        """)
                .param(tenant)
                .param(key)
                .param(version)
                .param(EventJson.mapper().writeValueAsString(body))
                .update();
    }

    private static String capitalized(String key) {
        return key.isEmpty() ? key : Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }
}
