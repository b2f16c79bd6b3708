package dev.carillon.platform.security;

import dev.carillon.events.EventJson;
import dev.carillon.platform.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// [ServiceTokens] with OAuth 2 client credentials. Tokens are fetched at the first use, and again shortly before they
/// expire.
final class ClientCredentialsTokens implements ServiceTokens, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SecuritySettings.Client client;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Fetched fetched;

    ClientCredentialsTokens(SecuritySettings.Client client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public String bearer() {
        Fetched known = fetched;
        if (known != null && clock.instant().isBefore(known.renewAt())) {
            return known.token();
        }
        fetching.lock();
        try {
            known = fetched;
            if (known == null || !clock.instant().isBefore(known.renewAt())) {
                known = fetch();
                fetched = known;
            }
            return known.token();
        } finally {
            fetching.unlock();
        }
    }

    private Fetched fetch() {
        String id = client.id();
        Secret secret = client.secret();
        URI uri = client.tokenUri();
        if (id == null || secret == null || uri == null) {
            throw new IllegalStateException(
                    "carillon.security.client.id, .secret and .token-uri must be set for calls to"
                            + " other services");
        }
        String form = "grant_type=client_credentials";
        if (client.scope() != null) {
            form += "&scope=" + encoded(client.scope());
        }
        if (client.audience() != null) {
            form += "&audience=" + encoded(client.audience());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json");
        switch (client.authentication()) {
            case BASIC -> request.header("Authorization", basic(id, secret));
            case POST ->
                    form +=
                            "&client_id="
                                    + encoded(id)
                                    + "&client_secret="
                                    + encoded(secret.reveal());
        }
        request.POST(HttpRequest.BodyPublishers.ofString(form));
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "the token endpoint " + uri + " answered " + answer.statusCode());
            }
            return read(uri, answer.body());
        } catch (IOException away) {
            throw new IllegalStateException(
                    "the token endpoint " + uri + " does not answer: " + away.getMessage(), away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching a token", stopping);
        }
    }

    private static String basic(String id, Secret secret) {
        byte[] plain =
                (encoded(id) + ":" + encoded(secret.reveal())).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    private Fetched read(URI uri, byte[] body) {
        try {
            Map<String, Object> json = EventJson.readObject(body);
            if (json.get("access_token") instanceof String token) {
                long seconds =
                        json.get("expires_in") instanceof Number number ? number.longValue() : 60;
                Duration margin = Duration.ofSeconds(Math.min(30, seconds / 2));
                return new Fetched(token, clock.instant().plusSeconds(seconds).minus(margin));
            }
        } catch (JacksonException notJson) {
            throw new IllegalStateException(
                    "the token endpoint " + uri + " answered without JSON", notJson);
        }
        throw new IllegalStateException(
                "the token endpoint " + uri + " answered without access_token");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }

    private record Fetched(String token, Instant renewAt) {}
}
