package dev.carillon.drive;

import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Creates callers of a stack. Tokens are requested once and cached. Thread-safe.
public final class Callers {
    private final Stack stack;
    private final TokenSource source;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /// Callers with the tokens of local mode.
    public Callers(Stack stack) {
        this(stack, (replica, recipient, role) -> localToken(stack, replica, recipient, role));
    }

    /// Callers with the tokens of another issuer that the stack accepts.
    public Callers(Stack stack, TokenSource source) {
        this.stack = stack;
        this.source = source;
    }

    /// Issues tokens.
    public interface TokenSource {
        /// @param replica the replica of notification-api to ask, if that is the issuer
        String token(int replica, String recipient, String role);
    }

    public Rest user(String recipient) {
        return withToken(token(recipient, "user"));
    }

    /// The same at one replica of notification-api, which also issues the token.
    public Rest userAt(int replica, String recipient) {
        return withToken(token(replica, recipient, "user")).at(replica);
    }

    public Rest service() {
        return withToken(token("product", "service"));
    }

    public Rest admin() {
        return withToken(token("admin", "admin"));
    }

    public Rest withToken(String token) {
        return Rest.withToken(stack, token);
    }

    public String token(String recipient, String role) {
        return token(1, recipient, role);
    }

    /// The same, issued by a given replica of notification-api, for when the first is down.
    public String token(int replica, String recipient, String role) {
        return tokens.computeIfAbsent(
                recipient + " " + role, key -> source.token(replica, recipient, role));
    }

    /// A token of local mode, signed by notification-api.
    private static String localToken(Stack stack, int replica, String recipient, String role) {
        return Rest.send(
                        HttpRequest.newBuilder(
                                        stack.url(Service.API, replica).resolve("/local/tokens"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        Rest.body(
                                                Map.of(
                                                        "recipient",
                                                        recipient,
                                                        "roles",
                                                        List.of(role)))))
                .expect(200)
                .body()
                .path("token")
                .stringValue();
    }

    /// Registers a person with an address; returns once that is committed.
    public void register(String recipient) {
        service()
                .put(
                        "/api/v1/recipients/" + recipient,
                        Map.of("name", recipient, "email", recipient + "@mail.example"))
                .expectSuccess();
    }

    /// A recipient's emails in the mailbox.
    public List<JsonNode> mails(String recipient) {
        List<JsonNode> mails = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page =
                    Rest.send(
                                    HttpRequest.newBuilder(
                                                    stack.url(Service.EMAIL)
                                                            .resolve(
                                                                    "/mailbox?limit=100&recipient="
                                                                            + recipient
                                                                            + (cursor == null
                                                                                    ? ""
                                                                                    : "&cursor="
                                                                                            + cursor)))
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
}
