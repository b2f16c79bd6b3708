package dev.carillon.rules;

import java.util.HashMap;
import java.util.Map;

/// One event as expressions see it. It is created once and used by many expressions. Immutable.
public final class RuleScope {
    static final String DATA = "data";

    private final Map<String, Object> variables;

    private RuleScope(Map<String, Object> variables) {
        this.variables = variables;
    }

    /// @param data a JSON object as any JSON reader returns it. Whole numbers of 64 bits become CEL's int; others
    ///     become its double if that is exact, else an exact number
    public static RuleScope of(EventFacts event, Map<String, ?> data) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("event.id", event.id());
        variables.put("event.source", event.source());
        variables.put("event.type", event.type());
        variables.put("event.subject", event.subject() == null ? "" : event.subject());
        variables.put("event.time", event.time());
        variables.put("event.tenant", event.tenant());
        variables.put(DATA, JsonValues.toCel(data));
        return new RuleScope(variables);
    }

    Map<String, Object> variables() {
        return variables;
    }
}
