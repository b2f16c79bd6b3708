package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.openapi.Described;
import dev.carillon.test.DescribedAnswers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Calls the API over HTTP as a given caller. Every answer is checked against the API description.
public final class ApiCaller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final DescribedAnswers DESCRIBED = new DescribedAnswers(Described.API);

    private final int port;
    private final String token;

    public ApiCaller(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /// An answer.
    public record Answer(int status, HttpResponse<String> response) {
        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return EventJson.mapper().readTree(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// The value at a JSON pointer, as text.
        public String at(String pointer) {
            return json().at(pointer).asString();
        }

        public Answer is(int expected) {
            assertThat(status).as(body()).isEqualTo(expected);
            return this;
        }

        /// The field and code of every fault of a problem.
        public List<String> faults() {
            assertThat(header("content-type")).startsWith("application/problem+json");
            List<String> faults = new ArrayList<>();
            json().get("errors")
                    .forEach(error -> {
                        assertThat(error.get("message").asString()).isNotBlank();
                        faults.add(
                                error.get("field").asString() + " " + error.get("code").asString());
                    });
            return faults;
        }
    }

    public Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    public Answer delete(String path) {
        return call("DELETE", path, null, Map.of());
    }

    public Answer put(String path, String json) {
        return call("PUT", path, json, Map.of());
    }

    public Answer patch(String path, String json) {
        return call("PATCH", path, json, Map.of());
    }

    public Answer post(String path, String json) {
        return call("POST", path, json, Map.of());
    }

    public Answer call(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    DESCRIBED.checked(body, HTTP.send(request.build(), BodyHandlers.ofString()));
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
