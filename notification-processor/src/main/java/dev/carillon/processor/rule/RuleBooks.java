package dev.carillon.processor.rule;

import dev.carillon.events.NotificationType;
import dev.carillon.processor.reference.TypeSnapshot;
import dev.carillon.processor.reference.Types;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Holds the current rule book. Thread-safe.
@Component
public class RuleBooks {
    private final Types types;
    private final TypeCompiler compiler;
    private volatile RuleBook held = new RuleBook(Long.MIN_VALUE, Map.of());

    RuleBooks(Types types, TypeCompiler compiler) {
        this.types = types;
        this.compiler = compiler;
    }

    /// Returns the current rule book; compiles the types that changed since the last call.
    public RuleBook current() {
        TypeSnapshot snapshot = types.current();
        RuleBook before = held;
        return before.revision() == snapshot.revision() ? before : renew(snapshot);
    }

    private synchronized RuleBook renew(TypeSnapshot snapshot) {
        RuleBook before = held;
        if (before.revision() >= snapshot.revision()) {
            return before;
        }
        Map<String, Map<String, CompiledType>> byKey = new HashMap<>();
        snapshot.types()
                .forEach((tenant, ofTenant) -> {
                    Map<String, CompiledType> compiled = new HashMap<>();
                    ofTenant.values().stream()
                            .filter(type -> !type.deleted())
                            .forEach(type -> compiled.put(type.key(), compiled(type, before)));
                    byKey.put(tenant, compiled);
                });
        held = new RuleBook(snapshot.revision(), byKey);
        return held;
    }

    private CompiledType compiled(NotificationType type, RuleBook before) {
        CompiledType known = before.byKey().getOrDefault(type.tenant(), Map.of()).get(type.key());
        return known != null && known.type().version() == type.version()
                ? known
                : compiler.compile(type);
    }
}
