package dev.carillon.api.type;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.carillon.events.EventJson;
import dev.carillon.rules.RuleCompiler;
import dev.carillon.rules.Yield;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Templates;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Tries what a type's file says, so that whoever reads the stored type may rely on it. Thread-safe.
final class TypeCompiler {
    private final RuleCompiler rules = new RuleCompiler();
    private final Templates templates = new Templates();
    // schemas are read from files of operators, and never fetch what they refer to
    private final SchemaRegistry schemas =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /// Why the expression can't be used, with its place.
    Optional<String> expressionFault(String expression, Yield yield) {
        return switch (rules.compile(expression, yield)) {
            case dev.carillon.rules.Compilation.Compiled fine -> Optional.empty();
            case dev.carillon.rules.Compilation.Rejected(
                            String source,
                            int line,
                            int column,
                            String message) ->
                    Optional.of(
                            "is refused at %d:%d of the expression: %s"
                                    .formatted(line, column, message));
        };
    }

    /// Why the template can't be used.
    Optional<String> templateFault(String template) {
        return switch (templates.compile(template, Escaping.TEXT)) {
            case dev.carillon.templates.Compilation.Compiled fine -> Optional.empty();
            case dev.carillon.templates.Compilation.Rejected(int line, String message) ->
                    Optional.of("is refused at line %d: %s".formatted(line, message));
        };
    }

    /// Why this is no JSON Schema.
    Optional<String> schemaFault(Map<String, Object> schema) {
        try {
            JsonNode node = EventJson.mapper().valueToTree(schema);
            Schema meta = schemas.getSchema(com.networknt.schema.SchemaLocation.of(
                    SpecificationVersion.DRAFT_2020_12.getDialectId()));
            List<Error> errors = meta.validate(node);
            if (!errors.isEmpty()) {
                return Optional.of(
                        "is refused: "
                                + errors.stream()
                                        .limit(3)
                                        .map(e -> e.getInstanceLocation() + " " + e.getMessage())
                                        .collect(Collectors.joining("; ")));
            }
            schemas.getSchema(node).initializeValidators();
            return Optional.empty();
        } catch (SchemaException e) {
            return Optional.of("is refused: " + e.getMessage());
        }
    }

    boolean isLocale(String tag) {
        try {
            return !new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty();
        } catch (IllformedLocaleException illFormed) {
            return false;
        }
    }
}
