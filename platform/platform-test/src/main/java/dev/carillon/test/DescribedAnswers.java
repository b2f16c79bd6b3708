package dev.carillon.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.openapi.Described;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Checks answers of a service against its API description: the status, the content type, the body, and the codes of a
/// problem. Test clients pass every answer through it, so an undocumented answer fails the test that caused it.
public final class DescribedAnswers {
    private final DescribedOperations operations;
    private final DescribedSchemas schemas;

    public DescribedAnswers(Described service) {
        operations = new DescribedOperations(service);
        schemas = new DescribedSchemas(operations.document());
    }

    /// Checks one answer. Paths and methods that the description does not name are not checked.
    ///
    /// @param sent the request's body if it was JSON; an accepted body must match the description too
    /// @return the answer
    public HttpResponse<String> checked(@Nullable String sent, HttpResponse<String> answer) {
        URI uri = answer.uri();
        operations
                .find(answer.request().method(), uri.getRawPath())
                .ifPresent(operation -> check(operation, sent, answer));
        return answer;
    }

    private void check(
            DescribedOperations.Operation operation,
            @Nullable String sent,
            HttpResponse<String> answer) {
        String what = operation.name() + " " + answer.statusCode();
        JsonNode response =
                operation.json().get("responses").path(String.valueOf(answer.statusCode()));
        assertThat(response.isMissingNode())
                .as("%s is not documented; it says %s", what, answer.body())
                .isFalse();
        checkBody(what, response, answer);
        if (sent != null && answer.statusCode() < 300) {
            checkSent(what, operation, sent);
        }
    }

    private void checkBody(String what, JsonNode response, HttpResponse<String> answer) {
        if (answer.body() == null || answer.body().isEmpty()) {
            return;
        }
        String type = answer.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        JsonNode media = response.path("content").path(type);
        assertThat(media.isMissingNode())
                .as("the %s of %s is not documented", type, what)
                .isFalse();
        if (!type.endsWith("json")) {
            return;
        }
        JsonNode body = EventJson.mapper().readTree(answer.body());
        assertThat(schemas.faults(media.get("schema"), body))
                .as("the body of %s: %s", what, answer.body())
                .isEmpty();
        if (type.equals("application/problem+json")) {
            assertThat(codes(body))
                    .as("problem codes of %s: %s", what, answer.body())
                    .isSubsetOf(
                            response.path("x-problem-codes")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList());
        }
    }

    private void checkSent(String what, DescribedOperations.Operation operation, String sent) {
        if (operation.json().at("/requestBody/x-faults-by-item").booleanValue(false)) {
            return; // each item gets its own outcome, and some tests send invalid items
        }
        Optional.of(operation.json().at("/requestBody/content/application~1json/schema"))
                .filter(schema -> !schema.isMissingNode())
                .ifPresent(schema ->
                        assertThat(schemas.faults(schema, EventJson.mapper().readTree(sent)))
                                .as("%s accepted what is not documented: %s", what, sent)
                                .isEmpty());
    }

    private static Set<String> codes(JsonNode problem) {
        Set<String> codes = new HashSet<>();
        codes.add(problem.path("code").asString());
        problem.path("errors").forEach(error -> codes.add(error.path("code").asString()));
        return codes;
    }
}
