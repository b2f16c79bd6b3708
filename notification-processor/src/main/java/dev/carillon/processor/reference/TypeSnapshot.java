package dev.carillon.processor.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All types at a revision. Immutable.
///
/// @param types by tenant, then by key; includes withdrawn types
/// @param catalogues by tenant
public record TypeSnapshot(
        long revision,
        Map<String, Map<String, NotificationType>> types,
        Map<String, Catalogue> catalogues) {
    static final TypeSnapshot EMPTY = new TypeSnapshot(-1, Map.of(), Map.of());

    static TypeSnapshot of(
            long revision, List<NotificationType> types, List<Catalogue> catalogues) {
        return new TypeSnapshot(
                revision,
                types.stream()
                        .collect(
                                Collectors.groupingBy(
                                        NotificationType::tenant,
                                        Collectors.toUnmodifiableMap(
                                                NotificationType::key, type -> type))),
                catalogues.stream()
                        .collect(Collectors.toUnmodifiableMap(Catalogue::tenant, one -> one)));
    }

    /// Why the catalogues are incomplete, as a message; empty when they are complete.
    public Optional<String> incompleteness() {
        if (catalogues.isEmpty()) {
            return Optional.of("no catalogue of types has been read yet");
        }
        return catalogues.values().stream()
                .flatMap(catalogue ->
                        catalogue.types().entrySet().stream()
                                .filter(type ->
                                        version(catalogue.tenant(), type.getKey())
                                                < type.getValue())
                                .map(type ->
                                        "type "
                                                + type.getKey()
                                                + " of tenant "
                                                + catalogue.tenant()
                                                + " has not arrived in version "
                                                + type.getValue()))
                .findFirst();
    }

    /// The version of a type in this snapshot; 0 when the type is missing.
    public long version(String tenant, String key) {
        NotificationType type = types.getOrDefault(tenant, Map.of()).get(key);
        return type == null ? 0 : type.version();
    }
}
