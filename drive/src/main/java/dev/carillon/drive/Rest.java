package dev.carillon.drive;

import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The REST API of a stack, used by one caller with one token.
public final class Rest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final Stack stack;
    private final String token;
    private final int apiReplica;

    private Rest(Stack stack, String token, int apiReplica) {
        this.stack = stack;
        this.token = token;
        this.apiReplica = apiReplica;
    }

    /// @param status HTTP status
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
        public Answer expectSuccess() {
            return status / 100 == 2 ? this : expect(200);
        }

        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        response.request().method()
                                + " "
                                + response.uri()
                                + " answered "
                                + status
                                + ", not "
                                + wanted
                                + ": "
                                + body);
            }
            return this;
        }
    }

    static Rest withToken(Stack stack, String token) {
        return new Rest(stack, token, 1);
    }

    /// The same caller at another replica of notification-api.
    public Rest at(int replica) {
        return new Rest(stack, token, replica);
    }

    public Answer get(String path) {
        return get(Service.API, path);
    }

    public Answer get(Service service, String path) {
        return send(request(where(service, path)).GET());
    }

    public Answer post(String path, Object body) {
        return post(Service.API, path, body);
    }

    public Answer post(Service service, String path, Object body, String... headers) {
        HttpRequest.Builder request = request(where(service, path)).POST(body(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /// A call that may be sent to any replica of notification-api.
    public interface Call {
        Answer to(int replica);
    }

    /// Sends to one replica after another, until an answer does not ask to try again, as a careful client does.
    public static Answer untilAnswered(int replicas, Call call) {
        for (int attempt = 0; ; attempt++) {
            Duration pause = BETWEEN_ATTEMPTS;
            try {
                Answer answer = call.to(attempt % replicas + 1);
                if (!answer.body().path("retryable").asBoolean(false)) {
                    return answer;
                }
                if ((attempt + 1) % replicas == 0) {
                    pause = pauseAfter(answer);
                }
            } catch (UncheckedIOException noAnswer) {
                // The other replica may be available.
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /// If all replicas are overloaded, waits as long as the last one says in Retry-After.
    private static Duration pauseAfter(Answer answer) {
        return answer.status() == 429
                ? answer.response()
                        .headers()
                        .firstValue("Retry-After")
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(BETWEEN_ATTEMPTS)
                : BETWEEN_ATTEMPTS;
    }

    public Answer put(String path, Object body) {
        return send(request(where(Service.API, path)).PUT(body(body)));
    }

    public Answer patch(String path, Object body) {
        return send(request(where(Service.API, path)).method("PATCH", body(body)));
    }

    public Answer delete(String path) {
        return send(request(where(Service.API, path)).DELETE());
    }

    /// All rows of the inbox, newest first, from all pages.
    public List<JsonNode> inbox() {
        List<JsonNode> rows = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page =
                    get("/api/v1/notifications?limit=100"
                                    + (cursor == null ? "" : "&cursor=" + cursor))
                            .expect(200)
                            .body();
            page.path("items").forEach(rows::add);
            cursor =
                    page.path("next_cursor").isString()
                            ? page.path("next_cursor").stringValue()
                            : null;
        } while (cursor != null);
        return rows;
    }

    public JsonNode counts() {
        return get("/api/v1/notifications/counts").expect(200).body();
    }

    private URI where(Service service, String path) {
        return stack.url(service, service == Service.API ? apiReplica : 1).resolve(path);
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    /// The text at an address that needs no token, such as the metrics on a management port.
    public static String text(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET()).expect(200).response().body();
    }

    static HttpRequest.BodyPublisher body(Object body) {
        return body instanceof String text
                ? HttpRequest.BodyPublishers.ofString(text)
                : HttpRequest.BodyPublishers.ofByteArray(EventJson.write(body));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(
                            request.build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            String text = response.body();
            JsonNode body =
                    text.startsWith("{") || text.startsWith("[")
                            ? EventJson.mapper().readTree(text)
                            : EventJson.mapper().createObjectNode();
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
