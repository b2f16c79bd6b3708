package dev.carillon.api.type;

import dev.carillon.rules.RuleCompiler;
import dev.carillon.rules.Yield;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Templates;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Compiles the expressions, templates and schemas of a type's file, so that readers of stored types can rely on them.
/// Thread-safe.
final class TypeCompiler {
    private final RuleCompiler rules = new RuleCompiler();
    private final Templates templates = new Templates();
    private final DataSchemas schemas;

    TypeCompiler(DataSchemas schemas) {
        this.schemas = schemas;
    }

    /// Why the expression is not valid, with the position; empty if it is valid.
    Optional<String> expressionFault(String expression, Yield yield) {
        return switch (rules.compile(expression, yield)) {
            case dev.carillon.rules.Compilation.Compiled fine -> Optional.empty();
            case dev.carillon.rules.Compilation.Rejected rejected ->
                    Optional.of(
                            "is refused at %d:%d of the expression: %s"
                                    .formatted(
                                            rejected.line(),
                                            rejected.column(),
                                            rejected.message()));
        };
    }

    /// Why the template is not valid; empty if it is valid.
    Optional<String> templateFault(String template) {
        return switch (templates.compile(template, Escaping.TEXT)) {
            case dev.carillon.templates.Compilation.Compiled fine -> Optional.empty();
            case dev.carillon.templates.Compilation.Rejected rejected ->
                    Optional.of(
                            "is refused at line %d of the template: %s"
                                    .formatted(rejected.line(), rejected.message()));
        };
    }

    /// Why the schema is not valid; empty if it is valid.
    Optional<String> schemaFault(Map<String, Object> schema) {
        return schemas.fault(schema);
    }

    boolean isLocale(String tag) {
        try {
            return !new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty();
        } catch (IllformedLocaleException illFormed) {
            return false;
        }
    }
}
