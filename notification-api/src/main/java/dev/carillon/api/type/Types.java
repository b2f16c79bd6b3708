package dev.carillon.api.type;

import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.RecipientKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// The public access to notification types for other features. Thread-safe.
@Component
public class Types {
    private final TypeRows rows;
    private final CatalogueTable catalogues;
    private final TypeRecords records;
    private final DataSchemas schemas;
    private final Map<String, TypeCatalogue> current = new ConcurrentHashMap<>();

    Types(TypeRows rows, CatalogueTable catalogues, TypeRecords records, DataSchemas schemas) {
        this.rows = rows;
        this.catalogues = catalogues;
        this.records = records;
        this.schemas = schemas;
    }

    /// The types in force for a tenant, as currently committed: its own, and those of the tenant `default` that it does
    /// not override. The copy in memory is used only while its version equals the stored one.
    public TypeCatalogue current(String tenant) {
        Set<String> asked = new LinkedHashSet<>(List.of(RecipientKey.DEFAULT_TENANT));
        asked.add(tenant);
        Map<String, Long> versions = catalogues.versions(asked);
        // tenants without own types share the copy of `default`
        asked.retainAll(versions.keySet());
        String whose = versions.containsKey(tenant) ? tenant : RecipientKey.DEFAULT_TENANT;
        TypeCatalogue known = current.get(whose);
        if (known == null || known.version() != version(versions)) {
            known = read(asked);
            if (known.version() > 0) {
                current.put(whose, known);
            }
        }
        return known;
    }

    /// The places where the data violates the type's schema.
    public List<FieldError> faultsOfData(NotificationType type, Map<String, Object> data) {
        return schemas.faults(type, data);
    }

    /// Passes the current record of every type to the sink, withdrawn ones included, and each catalogue after its
    /// types.
    public void forEachCurrent(Consumer<OutgoingRecord> sink) {
        for (String tenant : catalogues.tenants()) {
            Catalogue catalogue = catalogues.find(tenant).orElseThrow();
            rows.all(tenant)
                    .forEach(row -> sink.accept(records.of(row.type(), catalogue.loadedAt())));
            sink.accept(records.of(catalogue));
        }
    }

    /// The types and categories of each tenant, each tenant from one load; a later tenant's override an earlier one's.
    /// Reads again if a load committed in between.
    private TypeCatalogue read(Set<String> tenants) {
        while (true) {
            long before = version(catalogues.versions(tenants));
            Map<String, NotificationType> types = new LinkedHashMap<>();
            Map<String, Category> categories = new LinkedHashMap<>();
            for (String tenant : tenants) {
                catalogues
                        .find(tenant)
                        .ifPresent(loaded ->
                                loaded.categories()
                                        .forEach(each -> categories.put(each.key(), each)));
                rows.all(tenant).stream()
                        .filter(row -> !row.isDeleted())
                        .forEach(row -> types.put(row.id().key(), row.type()));
            }
            if (version(catalogues.versions(tenants)) == before) {
                return new TypeCatalogue(
                        before,
                        types,
                        categories.values().stream()
                                .sorted(Comparator.comparingInt(Category::order))
                                .toList());
            }
        }
    }

    /// Grows with every load of any of these tenants.
    private static long version(Map<String, Long> versions) {
        return versions.values().stream().mapToLong(Long::longValue).sum();
    }
}
