package dev.carillon.api.type;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Problem.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// JSON Schemas of the `data` that callers send; 2020-12 by default. A `$ref` is never fetched from the network.
/// Thread-safe.
final class DataSchemas {
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

    /// Why this is not a valid JSON Schema; empty if it is.
    Optional<String> fault(Map<String, Object> schema) {
        try {
            Schema meta =
                    registry.getSchema(
                            SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
            List<Error> errors = meta.validate(EventJson.mapper().valueToTree(schema));
            if (errors.isEmpty()) {
                compile(schema);
                return Optional.empty();
            }
            return Optional.of(
                    "is refused: "
                            + errors.stream()
                                    .limit(3)
                                    .map(e -> e.getInstanceLocation() + " " + e.getMessage())
                                    .collect(Collectors.joining("; ")));
        } catch (SchemaException e) {
            return Optional.of("is refused: " + e.getMessage());
        }
    }

    /// The places where the data violates the type's schema.
    List<FieldError> faults(NotificationType type, Map<String, Object> data) {
        Map<String, Object> schema = type.dataSchema();
        if (schema == null) {
            return List.of();
        }
        Compiled known =
                compiled.compute(
                        type.tenant() + "/" + type.key(),
                        (key, old) ->
                                old != null && old.version == type.version()
                                        ? old
                                        : new Compiled(type.version(), compile(schema)));
        return known.schema.validate(EventJson.mapper().valueToTree(data)).stream()
                .map(error -> fieldError(type, error))
                .toList();
    }

    private static FieldError fieldError(NotificationType type, Error error) {
        StringBuilder field = new StringBuilder("data");
        var at = error.getInstanceLocation();
        for (int i = 0; i < at.getNameCount(); i++) {
            Object element = at.getElement(i);
            field.append(element instanceof Integer ? "[" + element + "]" : "." + element);
        }
        if (error.getProperty() != null) {
            field.append('.').append(error.getProperty());
        }
        return new FieldError(
                field.toString(),
                ErrorCode.DATA_SCHEMA,
                field + " violates the schema of " + type.key() + ": " + error.getMessage(),
                error.getSchemaNode() == null
                        ? null
                        : error.getKeyword() + " " + error.getSchemaNode());
    }

    private Schema compile(Map<String, Object> schema) {
        Schema made = registry.getSchema(EventJson.mapper().valueToTree(schema));
        made.initializeValidators();
        return made;
    }

    private record Compiled(long version, Schema schema) {}
}
