package dev.carillon.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Calls the API of the stack that runs in a directory.
///
/// @param base the API's base URL
record LocalApi(String base) {
    private static final int MILLIS = 10_000;

    /// Whether a service in local mode answers there. Such a service gives tokens to every caller on this machine.
    boolean isLocalMode() {
        try {
            return call("GET", "/client/config.json", null, null).path("local").asBoolean(false);
        } catch (StackException somethingElseOrNothing) {
            return false;
        }
    }

    /// A token from the endpoint of the local mode.
    String token(String recipient, List<String> roles) {
        Map<String, Object> body =
                roles.isEmpty()
                        ? Map.of("recipient", recipient)
                        : Map.of("recipient", recipient, "roles", roles);
        return call("POST", "/local/tokens", null, RunFile.JSON.writeValueAsString(body))
                .path("token")
                .asString();
    }

    JsonNode get(String path, String token) {
        return call("GET", path, token, null);
    }

    private JsonNode call(
            String method, String path, @Nullable String token, @Nullable String body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(base + path).toURL().openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", "application/json");
            if (token != null) {
                connection.setRequestProperty("Authorization", "Bearer " + token);
            }
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            return answer(connection);
        } catch (IOException failure) {
            throw new StackException(
                    "The API at %s does not answer (%s). ./carillon status shows the state of each process."
                            .formatted(base, failure.getMessage()),
                    failure);
        }
    }

    private static JsonNode answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream stream =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text =
                    stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (status >= 400) {
                throw new StackException("The API returned " + status + ": " + problem(text));
            }
            return RunFile.JSON.readTree(text);
        } catch (JacksonException notJson) {
            throw new StackException("The API did not return JSON.", notJson);
        }
    }

    /// The message of a problem detail: each fault with its field and the allowed values, otherwise the detail.
    private static String problem(String text) {
        try {
            JsonNode problem = RunFile.JSON.readTree(text);
            StringBuilder words =
                    new StringBuilder(
                            problem.path("detail").asString(problem.path("title").asString(text)));
            for (JsonNode fault : problem.path("errors")) {
                words.append("\n  ").append(fault.path("field").asString("")).append(": ");
                words.append(fault.path("message").asString(""));
                if (fault.hasNonNull("allowed")) {
                    words.append(" (allowed: ")
                            .append(fault.path("allowed").asString(""))
                            .append(')');
                }
            }
            return words.toString();
        } catch (JacksonException notJson) {
            return text;
        }
    }
}
