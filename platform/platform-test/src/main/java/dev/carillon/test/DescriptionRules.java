package dev.carillon.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.carillon.openapi.Described;
import dev.carillon.test.DescribedOperations.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Checks that an API description contains everything that generating a client needs, and that it matches the code. A
/// service's `DescriptionTest` calls `DescriptionRules.check(Described.EMAIL,
/// Endpoint.ofControllers("dev.carillon.email"), roles)`.
public final class DescriptionRules {
    private static final List<String> INTERNAL =
            List.of("caller", "HttpServletRequest", "JsonNode", "WebRequest", "dev.carillon");

    private final DescribedOperations operations;
    private final DescribedSchemas schemas;
    private final List<String> faults = new ArrayList<>();

    private DescriptionRules(Described service) {
        operations = new DescribedOperations(service);
        schemas = new DescribedSchemas(operations.document());
    }

    /// Checks everything.
    ///
    /// @param endpoints all endpoints of the service
    /// @param roles the roles of which a caller needs one, by endpoint; empty for everyone
    /// @throws AssertionError that names every fault
    public static void check(
            Described service, List<Endpoint> endpoints, Function<Endpoint, List<String>> roles) {
        DescriptionRules rules = new DescriptionRules(service);
        rules.document();
        rules.operations.all().forEach(rules::operation);
        rules.operations
                .document()
                .at("/components/schemas")
                .properties()
                .forEach(entry -> rules.schema("schema " + entry.getKey(), entry.getValue(), true));
        rules.endpoints(endpoints, roles);
        assertThat(rules.faults).as("the description of %s", service).isEmpty();
    }

    private void document() {
        var meta =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                DescriptionRules.class.getResourceAsStream("oas-3.1-schema.json"),
                                InputFormat.JSON);
        meta.validate(operations.document())
                .forEach(error ->
                        faults.add(
                                "OpenAPI 3.1: "
                                        + error.getInstanceLocation()
                                        + " "
                                        + error.getMessage()));
        Map<String, String> ids = new HashMap<>();
        for (Operation operation : operations.all()) {
            String id = operation.json().path("operationId").asString();
            String other = ids.put(id, operation.name());
            expect(other == null, operation.name(), "has the operationId " + id + " of " + other);
        }
        Set<String> tags = new HashSet<>();
        operations
                .document()
                .path("tags")
                .forEach(tag -> {
                    tags.add(tag.path("name").asString());
                    expect(
                            says(tag, "description"),
                            "tag " + tag.path("name"),
                            "has no description");
                });
        operations
                .all()
                .forEach(one ->
                        one.json()
                                .path("tags")
                                .forEach(tag ->
                                        expect(
                                                tags.contains(tag.asString()),
                                                one.name(),
                                                "has the unknown tag " + tag)));
    }

    private void operation(Operation operation) {
        String name = operation.name();
        JsonNode json = operation.json();
        expect(
                json.path("operationId").asString().matches("[a-z]+([A-Z0-9][a-z0-9]*)*")
                        && json.path("operationId").asString().matches(".*[A-Z].*|unsubscribe"),
                name,
                "has no operationId that is a verb and a noun");
        expect(says(json, "summary"), name, "has no summary");
        expect(says(json, "description"), name, "has no description");
        expect(json.path("tags").size() == 1, name, "has no tag");
        expect(json.path("x-roles").isArray(), name, "does not say its roles");
        expect(json.path("security").isArray(), name, "does not say its security");
        operation.parameters().forEach(one -> parameter(name, one));
        JsonNode body = json.path("requestBody");
        if (!body.isMissingNode()) {
            expect(says(body, "description"), name, "does not describe its body");
            expect(body.has("required"), name, "does not say whether the body is required");
            body.path("content")
                    .properties()
                    .forEach(media -> media(name + " body", media.getValue(), true));
        }
        responses(name, operation);
    }

    private void responses(String name, Operation operation) {
        JsonNode responses = operation.json().path("responses");
        Set<String> statuses = new TreeSet<>(responses.propertyNames());
        List<String> needed =
                new ArrayList<>(List.of("400", "408", "413", "415", "429", "500", "503"));
        if (!operation.json().path("x-roles").isEmpty()) {
            needed.addAll(List.of("401", "403"));
        }
        if (operation.path().matches(".*/\\{(id|key|token|requestId)}.*")) {
            needed.add("404");
        }
        needed.removeAll(statuses);
        expect(needed.isEmpty(), name, "does not document " + needed);
        expect(
                statuses.stream().anyMatch(status -> status.matches("[12]..")),
                name,
                "does not document success");
        responses
                .properties()
                .forEach(entry -> {
                    String at = name + " " + entry.getKey();
                    JsonNode response = operations.resolved(entry.getValue());
                    expect(says(response, "description"), at, "has no description");
                    boolean problem = response.path("content").has("application/problem+json");
                    expect(
                            !problem || !response.path("x-problem-codes").isEmpty(),
                            at,
                            "does not list its codes");
                    response.path("content")
                            .properties()
                            .forEach(media ->
                                    media(at, media.getValue(), media.getKey().endsWith("json")));
                    response.path("headers")
                            .properties()
                            .forEach(header ->
                                    described(
                                            at + " header " + header.getKey(),
                                            operations.resolved(header.getValue())));
                });
    }

    private void parameter(String name, JsonNode parameter) {
        String at =
                name
                        + " "
                        + parameter.path("in").asString()
                        + " "
                        + parameter.path("name").asString();
        described(at, parameter);
        INTERNAL.forEach(internal ->
                expect(!parameter.path("name").asString().equals(internal), at, "is internal"));
        schema(at, parameter.path("schema"), false);
        JsonNode example = parameter.path("example");
        if (!example.isMissingNode()) {
            fits(at + " example", parameter.path("schema"), example);
        }
        JsonNode schema = operations.resolved(parameter.path("schema"));
        expect(
                !schema.path("type").asString().equals("string") || isLimited(schema),
                at,
                "has no limit: maxLength, pattern, format or enum");
        expect(
                !schema.path("type").asString().equals("integer")
                        || (schema.has("minimum") && schema.has("maximum")),
                at,
                "has no minimum and maximum");
    }

    private void media(String at, JsonNode media, boolean exampled) {
        schema(at, media.path("schema"), false);
        Map<String, JsonNode> examples = new TreeMap<>();
        if (media.has("example")) {
            examples.put("example", media.get("example"));
        }
        media.path("examples")
                .properties()
                .forEach(entry ->
                        examples.put(
                                entry.getKey(),
                                operations.resolved(entry.getValue()).path("value")));
        expect(!exampled || !examples.isEmpty(), at, "has no example");
        examples.forEach(
                (name, value) -> fits(at + " example " + name, media.path("schema"), value));
    }

    private void fits(String at, JsonNode schema, JsonNode value) {
        List<String> wrong = schemas.faults(schema, value);
        expect(wrong.isEmpty(), at, "does not fit its schema: " + wrong);
    }

    private void schema(String at, JsonNode schema, boolean component) {
        if (schema.has("$ref")) {
            expect(!operations.resolved(schema).isMissingNode(), at, "refers to nothing");
            return;
        }
        expect(!component || says(schema, "description"), at, "has no description");
        expect(
                schema.has("type")
                        || schema.has("oneOf")
                        || schema.has("anyOf")
                        || schema.has("const"),
                at,
                "has no type");
        if (schema.path("type").toString().contains("object")) {
            expect(
                    schema.has("properties") || schema.has("additionalProperties"),
                    at,
                    "does not say its fields");
        }
        Set<String> required =
                schema.path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toSet());
        required.removeAll(schema.path("properties").propertyNames());
        expect(required.isEmpty(), at, "requires unknown fields " + required);
        schema.path("properties")
                .properties()
                .forEach(entry -> field(at + "." + entry.getKey(), entry.getValue()));
        for (String within : List.of("items", "additionalProperties")) {
            if (schema.path(within).isObject()) {
                schema(at + "." + within, schema.get(within), true);
            }
        }
        if (schema.path("type").toString().contains("array")) {
            expect(schema.has("items"), at, "does not say its items");
        }
        if (schema.has("example")) {
            fits(at + " example", schema, schema.get("example"));
        }
    }

    private void field(String at, JsonNode schema) {
        described(at, operations.resolved(schema));
        expect(
                at.substring(at.lastIndexOf('.') + 1).matches("_?[a-z][a-z0-9_]*|List-Unsubscribe"),
                at,
                "is not snake_case");
        schema(at, schema, true);
        JsonNode resolved = operations.resolved(schema);
        expect(
                !resolved.path("type").toString().contains("integer") || resolved.has("format"),
                at,
                "has no format");
    }

    /// Requires a limit for every text, list and number of a request.
    private void limited(String at, JsonNode node, Set<String> seen) {
        if (node.has("$ref") && !seen.add(node.get("$ref").asString())) {
            return;
        }
        JsonNode schema = operations.resolved(node);
        String type = schema.path("type").toString();
        expect(!type.contains("string") || isLimited(schema), at, "has no limit");
        expect(!type.contains("integer") || schema.has("minimum"), at, "has no minimum");
        expect(
                !type.contains("object") || schema.has("additionalProperties"),
                at,
                "does not say whether it accepts unknown fields");
        schema.path("properties")
                .properties()
                .forEach(entry -> limited(at + "." + entry.getKey(), entry.getValue(), seen));
        if (schema.path("items").isObject()) {
            limited(at + "[]", schema.get("items"), seen);
        }
    }

    private static boolean isLimited(JsonNode schema) {
        return schema.has("maxLength")
                || schema.has("pattern")
                || schema.has("enum")
                || schema.has("const")
                || schema.has("format");
    }

    private void endpoints(List<Endpoint> endpoints, Function<Endpoint, List<String>> roles) {
        Map<String, Operation> described = new TreeMap<>();
        operations.all().forEach(one -> described.put(one.name(), one));
        for (Endpoint endpoint : endpoints) {
            Operation operation = described.remove(endpoint.name());
            if (operation == null) {
                faults.add(endpoint.name() + " is not described");
                continue;
            }
            Set<String> parameters = new TreeSet<>();
            operation
                    .parameters()
                    .forEach(one ->
                            parameters.add(
                                    one.path("in").asString() + " " + one.path("name").asString()));
            // every document with an ETag supports conditional requests
            parameters.remove("header If-None-Match");
            JsonNode form =
                    operation
                            .json()
                            .at("/requestBody/content/application~1x-www-form-urlencoded/schema");
            Set<String> had = new TreeSet<>(endpoint.parameters());
            // the code receives the fields of a form as parameters
            operations
                    .resolved(form)
                    .path("properties")
                    .propertyNames()
                    .forEach(field -> had.remove("query " + field));
            expect(
                    parameters.equals(had),
                    endpoint.name(),
                    "describes " + parameters + ", but has " + had);
            expect(
                    operation.json().has("requestBody") == endpoint.hasBody()
                            || !form.isMissingNode(),
                    endpoint.name(),
                    "does not agree on its body");
            List<String> said =
                    operation.json().path("x-roles").valueStream().map(JsonNode::asString).toList();
            expect(
                    said.equals(roles.apply(endpoint)),
                    endpoint.name(),
                    "says the roles " + said + ", but needs " + roles.apply(endpoint));
        }
        described.keySet().forEach(name -> faults.add(name + " is described, but does not exist"));
        operations
                .all()
                .forEach(one ->
                        one.json()
                                .path("requestBody")
                                .path("content")
                                .properties()
                                .forEach(media ->
                                        limited(
                                                one.name() + " body",
                                                media.getValue().path("schema"),
                                                new HashSet<>())));
    }

    private void described(String at, JsonNode node) {
        expect(says(node, "description"), at, "has no description");
    }

    private static boolean says(JsonNode node, String field) {
        return node.path(field).isString() && !node.get(field).stringValue().isBlank();
    }

    private void expect(boolean holds, String at, String fault) {
        if (!holds) {
            faults.add(at + " " + fault);
        }
    }
}
