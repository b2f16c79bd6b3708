package dev.carillon.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what the story's people see: the bell, the mailbox and the pending digest. Not thread-safe.
final class LookAround implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String api;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CALL)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final Map<String, String> tokens = new HashMap<>();

    LookAround(String api) {
        this.api = api;
    }

    /// What one person has.
    ///
    /// @param bell number of rows in the inbox
    /// @param mails number of emails in the local mailbox
    /// @param pending number of items that wait for the digest
    record Found(String login, int bell, int mails, int pending) {
        boolean everywhere() {
            return bell > 0 && mails > 0 && pending > 0;
        }

        private int least() {
            return Math.min(bell, Math.min(mails, pending));
        }

        String words(String api) {
            return "Open %s/ and sign in as %s: %s in the bell, %s in the mailbox, %s waiting for the digest."
                    .formatted(
                            api,
                            login,
                            count(bell, "notification"),
                            count(mails, "email"),
                            pending);
        }

        private static String count(int number, String what) {
            return number + " " + what + (number == 1 ? "" : "s");
        }
    }

    /// Sends one request over REST that skips the inbox, so that opening the bell cannot empty the digest. Because of
    /// its idempotency key, repeating it within a day has no effect.
    void sendNewsletter(Collection<String> people, Series series)
            throws IOException, InterruptedException {
        byte[] body =
                WebhookLine.JSON.writeValueAsBytes(
                        Map.of(
                                "recipients",
                                people,
                                "title",
                                "This week in your repositories",
                                "message",
                                "Two releases, a new member and a security update. Thank you for building with us.",
                                "channels",
                                List.of("email")));
        HttpResponse<String> answer =
                send(
                        request(api + "/api/v1/notifications", "demo", "service")
                                .header("Idempotency-Key", "demo-newsletter-" + series.start())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the newsletter was refused: " + answer.body());
        }
    }

    /// Waits until somebody has something in all three places; returns the person with the most.
    Optional<Found> somebody(Collection<String> people) throws IOException, InterruptedException {
        JsonNode urls = get(api + "/client/config.json", null);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Found> best = Optional.empty();
        int before = -1;
        do {
            int all = 0;
            best = Optional.empty();
            for (String login : people) {
                Found found = find(login, urls);
                all += found.bell() + found.mails() + found.pending();
                if (found.everywhere()
                        && best.filter(one -> one.least() >= found.least()).isEmpty()) {
                    best = Optional.of(found);
                }
            }
            if (best.isPresent() && all == before) {
                return best;
            }
            before = all;
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        } while (System.nanoTime() < deadline);
        return best;
    }

    private Found find(String login, JsonNode urls) throws IOException, InterruptedException {
        JsonNode rows = get(api + "/api/v1/notifications?limit=100", login);
        JsonNode mails = get(urls.path("email").asString() + "/mailbox?recipient=" + login, login);
        JsonNode pending =
                get(urls.path("digest").asString() + "/api/v1/digests/pending?limit=100", login);
        return new Found(
                login,
                rows.path("items").size(),
                (mails.isArray() ? mails : mails.path("items")).size(),
                pending.path("items").size());
    }

    private JsonNode get(String url, @Nullable String login)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(url, login, "user").GET());
        if (answer.statusCode() != 200) {
            throw new IOException(url + " returned " + answer.statusCode());
        }
        return WebhookLine.JSON.readTree(answer.body());
    }

    private HttpRequest.Builder request(String url, @Nullable String recipient, String role)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(CALL)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json");
        return recipient == null
                ? request
                : request.header("Authorization", "Bearer " + token(recipient, role));
    }

    private String token(String recipient, String role) throws IOException, InterruptedException {
        String known = tokens.get(recipient);
        if (known != null) {
            return known;
        }
        byte[] body =
                WebhookLine.JSON.writeValueAsBytes(
                        Map.of("recipient", recipient, "roles", List.of(role)));
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(api + "/local/tokens"))
                                .timeout(CALL)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        String token = WebhookLine.JSON.readTree(answer.body()).path("token").asString("");
        tokens.put(recipient, token);
        return token;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(
                request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
    }
}
