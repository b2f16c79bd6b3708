package dev.carillon.api.type;

import dev.carillon.api.type.TypeFiles.Content;
import dev.carillon.api.type.TypeFiles.Declared;
import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Updates the stored types from the files in one transaction, and publishes what changed; the catalogue is published
/// last.
@Component
class LoadTypes {
    private final TypeRows rows;
    private final CatalogueTable catalogues;
    private final TypeRecords records;
    private final TransactionalOutbox outbox;
    private final TransactionOperations transaction;
    private final Clock clock;

    LoadTypes(
            TypeRows rows,
            CatalogueTable catalogues,
            TypeRecords records,
            TransactionalOutbox outbox,
            TransactionOperations transaction,
            Clock clock) {
        this.rows = rows;
        this.catalogues = catalogues;
        this.records = records;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The outcome of a load.
    ///
    /// @param changed keys of new, changed and withdrawn types
    record Loaded(List<String> changed, long catalogueVersion, List<FileFault> faults) {}

    /// The files are read and compiled before the transaction begins. On a cold JVM that takes seconds, and the
    /// database would end a transaction that is idle for so long while it holds the lock.
    ///
    /// @param publishAll at start-up: publishes every type again, so that new or lost topics are filled
    Loaded load(TypeFiles files, String tenant, boolean publishAll) {
        Map<String, Category> known = categoriesOf(current(tenant));
        Content content = files.read(known);
        return transaction.execute(status -> {
            catalogues.lockLoading();
            Catalogue before = current(tenant);
            Map<String, Category> locked = categoriesOf(before);
            Content read = locked.equals(known) ? content : files.read(locked);
            return store(read, files.isConfigured(), before, publishAll);
        });
    }

    private Catalogue current(String tenant) {
        return catalogues
                .find(tenant)
                .orElseGet(() -> new Catalogue(tenant, 0, Map.of(), List.of(), now()));
    }

    private static Map<String, Category> categoriesOf(Catalogue catalogue) {
        return catalogue.categories().stream()
                .collect(
                        Collectors.toMap(
                                Category::key,
                                Function.identity(),
                                (one, other) -> one,
                                LinkedHashMap::new));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Loaded store(
            Content content, boolean configured, Catalogue before, boolean publishAll) {
        Instant now = now();
        String tenant = before.tenant();
        Map<String, TypeRow> stored =
                rows.all(tenant).stream()
                        .collect(Collectors.toMap(row -> row.id().key(), Function.identity()));
        List<TypeRow> changed = new ArrayList<>(declared(content, stored, tenant, now));
        if (configured && !content.types().isEmpty()) {
            changed.addAll(withdrawn(content, stored, now));
        }
        changed.forEach(row -> catalogues.keepVersion(row.type(), row.definition(), now));
        List<Category> categories = categories(content, before);
        if (changed.isEmpty() && !publishAll && categories.equals(before.categories())) {
            return new Loaded(List.of(), before.version(), content.faults());
        }
        Catalogue after = catalogue(tenant, before.version() + 1, categories, stored, now);
        catalogues.put(after);
        publish(publishAll ? List.copyOf(stored.values()) : changed, after, now);
        return new Loaded(
                changed.stream().map(row -> row.id().key()).sorted().toList(),
                after.version(),
                content.faults());
    }

    private List<TypeRow> declared(
            Content content, Map<String, TypeRow> stored, String tenant, Instant now) {
        List<TypeRow> changed = new ArrayList<>();
        for (Declared declared : content.types().values()) {
            TypeRow row =
                    stored.computeIfAbsent(
                            declared.type().key(), key -> new TypeRow(new TypeId(tenant, key)));
            if (row.take(declared.type(), declared.source(), now)) {
                changed.add(rows.save(row));
            }
        }
        return changed;
    }

    /// The types whose file is gone. Types of a faulty file stay.
    private static List<TypeRow> withdrawn(
            Content content, Map<String, TypeRow> stored, Instant now) {
        List<TypeRow> gone =
                stored.values().stream()
                        .filter(row -> !row.isDeleted())
                        .filter(row -> !content.types().containsKey(row.id().key()))
                        .filter(row -> !content.isFaulty(row.source()))
                        .toList();
        gone.forEach(row -> row.withdraw(now));
        return gone;
    }

    private static List<Category> categories(Content content, Catalogue before) {
        return content.categories() == null
                ? before.categories()
                : content.categories().values().stream()
                        .sorted(Comparator.comparingInt(Category::order))
                        .toList();
    }

    private static Catalogue catalogue(
            String tenant,
            long version,
            List<Category> categories,
            Map<String, TypeRow> stored,
            Instant now) {
        Map<String, Long> types = new LinkedHashMap<>();
        stored.values().stream()
                .map(TypeRow::type)
                .sorted(Comparator.comparing(type -> type.key()))
                .forEach(type -> types.put(type.key(), type.version()));
        return new Catalogue(tenant, version, types, categories, now);
    }

    private void publish(List<TypeRow> changed, Catalogue catalogue, Instant now) {
        List<OutgoingRecord> outgoing = new ArrayList<>();
        changed.forEach(row -> outgoing.add(records.of(row.type(), now)));
        outgoing.add(records.of(catalogue));
        outbox.append(outgoing);
    }
}
