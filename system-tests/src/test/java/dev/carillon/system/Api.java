package dev.carillon.system;

import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// REST of the stack, as one of its callers.
final class Api {
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final String token;
    private final @Nullable URI notificationApi;

    private Api(String token) {
        this(token, null);
    }

    private Api(String token, @Nullable URI notificationApi) {
        this.token = token;
        this.notificationApi = notificationApi;
    }

    /// @param status of HTTP
    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        Answer expectSuccess() {
            return status / 100 == 2 ? this : expect(200);
        }

        Answer expect(int wanted) {
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

    static Api user(String recipient) {
        return new Api(token(recipient, "user"));
    }

    static Api service() {
        return new Api(token("system-tests", "service"));
    }

    static Api admin() {
        return new Api(token("admin", "admin"));
    }

    /// As a product service, at one replica of notification-api. Its token was had before, from any.
    static Api serviceAt(URI replica) {
        return new Api(token("system-tests", "service"), replica);
    }

    static Api userAt(URI replica, String recipient) {
        return new Api(tokenAt(replica, recipient, "user"), replica);
    }

    static Api withToken(String token) {
        return new Api(token);
    }

    static String token(String recipient, String role) {
        return tokenAt(World.stack().url(Service.API), recipient, role);
    }

    private static String tokenAt(URI replica, String recipient, String role) {
        return TOKENS.computeIfAbsent(
                recipient + " " + role,
                key ->
                        send(HttpRequest.newBuilder(replica.resolve("/local/tokens"))
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                body(
                                                        Map.of(
                                                                "recipient",
                                                                recipient,
                                                                "roles",
                                                                List.of(role)))))
                                .expect(200)
                                .body()
                                .path("token")
                                .stringValue());
    }

    static URI at(Service service, String path) {
        return World.stack().url(service).resolve(path);
    }

    Answer get(String path) {
        return get(Service.API, path);
    }

    Answer get(Service service, String path) {
        return send(request(where(service, path)).GET());
    }

    Answer post(String path, Object body) {
        return post(Service.API, path, body);
    }

    Answer post(Service service, String path, Object body, String... headers) {
        HttpRequest.Builder request = request(where(service, path)).POST(body(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /// Whether a notification was accepted; false when there was no answer, or one that says to try again.
    boolean accepts(Map<String, ?> notification, String idempotencyKey) {
        try {
            Answer answer =
                    post(
                            Service.API,
                            "/api/v1/notifications",
                            notification,
                            "Idempotency-Key",
                            idempotencyKey);
            if (answer.body().path("retryable").asBoolean(false)) {
                return false;
            }
            answer.expect(202);
            return true;
        } catch (UncheckedIOException noAnswer) {
            return false;
        }
    }

    Answer put(String path, Object body) {
        return send(request(where(Service.API, path)).PUT(body(body)));
    }

    Answer patch(String path, Object body) {
        return send(request(where(Service.API, path)).method("PATCH", body(body)));
    }

    Answer delete(String path) {
        return send(request(where(Service.API, path)).DELETE());
    }

    /// Everything in the inbox, newest first, over all pages.
    List<JsonNode> inbox() {
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

    JsonNode counts() {
        return get("/api/v1/notifications/counts").expect(200).body();
    }

    /// The mails of a recipient in the mailbox.
    static List<JsonNode> mails(String recipient) {
        List<JsonNode> mails = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page =
                    send(HttpRequest.newBuilder(
                                            at(
                                                    Service.EMAIL,
                                                    "/mailbox?limit=100&recipient="
                                                            + recipient
                                                            + (cursor == null
                                                                    ? ""
                                                                    : "&cursor=" + cursor)))
                                    .header("Accept", "application/json")
                                    .GET())
                            .expect(200)
                            .body();
            page.path("items").forEach(mails::add);
            cursor =
                    page.path("next_cursor").isString()
                            ? page.path("next_cursor").stringValue()
                            : null;
        } while (cursor != null);
        return mails;
    }

    /// Registers a person with an address, and answers once it is committed.
    static void register(String recipient) {
        service()
                .put(
                        "/api/v1/recipients/" + recipient,
                        Map.of("name", recipient, "email", recipient + "@mail.example"))
                .expectSuccess();
    }

    private URI where(Service service, String path) {
        return service == Service.API && notificationApi != null
                ? notificationApi.resolve(path)
                : at(service, path);
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(Object body) {
        return body instanceof String text
                ? HttpRequest.BodyPublishers.ofString(text)
                : HttpRequest.BodyPublishers.ofByteArray(EventJson.write(body));
    }

    private static Answer send(HttpRequest.Builder request) {
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
