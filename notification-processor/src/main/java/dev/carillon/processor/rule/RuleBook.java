package dev.carillon.processor.rule;

import dev.carillon.events.RecipientKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All types in force, by tenant. A tenant's own type replaces the type of the tenant `default` with the same
/// key. Immutable.
public final class RuleBook {
    private final long revision;
    private final Map<String, Map<String, CompiledType>> byKey;
    private final Map<String, Map<String, List<CompiledType>>> byEvent;

    RuleBook(long revision, Map<String, Map<String, CompiledType>> byKey) {
        this.revision = revision;
        this.byKey = byKey;
        this.byEvent = new HashMap<>();
        byKey.forEach((tenant, types) -> byEvent.put(tenant, byEvent(types)));
    }

    /// The revision of the types that it was compiled from.
    long revision() {
        return revision;
    }

    Map<String, Map<String, CompiledType>> byKey() {
        return byKey;
    }

    public Optional<CompiledType> type(String tenant, String key) {
        CompiledType own = of(byKey, tenant).get(key);
        return Optional.ofNullable(
                own != null ? own : of(byKey, RecipientKey.DEFAULT_TENANT).get(key));
    }

    /// The types that have a rule for the event type, by key.
    public List<CompiledType> forEvent(String tenant, String eventType) {
        List<CompiledType> shared =
                of(byEvent, RecipientKey.DEFAULT_TENANT).getOrDefault(eventType, List.of());
        if (tenant.equals(RecipientKey.DEFAULT_TENANT) || !byKey.containsKey(tenant)) {
            return shared;
        }
        List<CompiledType> types =
                new ArrayList<>(of(byEvent, tenant).getOrDefault(eventType, List.of()));
        shared.stream()
                .filter(type -> !of(byKey, tenant).containsKey(type.key()))
                .forEach(types::add);
        return types;
    }

    private static <T> Map<String, T> of(Map<String, Map<String, T>> byTenant, String tenant) {
        return byTenant.getOrDefault(tenant, Map.of());
    }

    private static Map<String, List<CompiledType>> byEvent(Map<String, CompiledType> types) {
        Map<String, List<CompiledType>> byEvent = new HashMap<>();
        types.values().stream()
                .sorted(java.util.Comparator.comparing(CompiledType::key))
                .forEach(type ->
                        type.events()
                                .forEach(event ->
                                        byEvent.computeIfAbsent(event, none -> new ArrayList<>())
                                                .add(type)));
        return byEvent;
    }
}
