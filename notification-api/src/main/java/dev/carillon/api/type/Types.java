package dev.carillon.api.type;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Problem.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// What other features know of notification types. Thread-safe.
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

    /// The types as they are committed now: the copy in memory is used only while its version is the stored one.
    public TypeCatalogue current(String tenant) {
        long version = catalogues.version(tenant);
        TypeCatalogue known = current.get(tenant);
        if (known == null || known.version() != version) {
            known = read(tenant);
            if (version > 0) {
                current.put(tenant, known);
            }
        }
        return known;
    }

    /// Where the data breaks the type's schema.
    public List<FieldError> faultsOfData(NotificationType type, Map<String, Object> data) {
        return schemas.faults(type, data);
    }

    /// Hands over the record of every type as it is now, withdrawn ones too, and of each catalogue after its types.
    public void forEachCurrent(Consumer<OutgoingRecord> sink) {
        for (String tenant : catalogues.tenants()) {
            Catalogue catalogue = catalogues.find(tenant).orElseThrow();
            rows.all(tenant)
                    .forEach(row -> sink.accept(records.of(row.type(), catalogue.loadedAt())));
            sink.accept(records.of(catalogue));
        }
    }

    /// Types and categories of one load; read again when a load came between.
    private TypeCatalogue read(String tenant) {
        while (true) {
            Catalogue before =
                    catalogues
                            .find(tenant)
                            .orElseGet(() ->
                                    new Catalogue(
                                            tenant,
                                            0,
                                            Map.of(),
                                            List.of(),
                                            java.time.Instant.EPOCH));
            Map<String, NotificationType> types = new LinkedHashMap<>();
            rows.all(tenant).stream()
                    .filter(row -> !row.isDeleted())
                    .forEach(row -> types.put(row.id().key(), row.type()));
            if (catalogues.version(tenant) == before.version()) {
                return new TypeCatalogue(before.version(), types, before.categories());
            }
        }
    }
}
