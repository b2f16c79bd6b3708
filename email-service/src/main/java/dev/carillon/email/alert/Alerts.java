package dev.carillon.email.alert;

import dev.carillon.events.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/// Sends alerts to operators. Returns at once: a background thread calls the webhook, with at most three attempts.
@Component
@EnableConfigurationProperties(AlertProperties.class)
public final class Alerts {
    private static final Logger log = LoggerFactory.getLogger(Alerts.class);
    private static final int TRIES = 3;

    private final @Nullable URI webhook;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    Alerts(AlertProperties properties) {
        this.webhook = properties.webhookUrl();
    }

    /// @param code a stable code such as `quota_80` or `provider_down`
    /// @param text a message for people, without personal data
    /// @param details figures and codes
    public void send(String code, String text, Map<String, ?> details) {
        log.error("ALERT {}: {} {}", code, text, details);
        if (webhook != null) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("code", code);
            body.put("text", text);
            body.put("details", details);
            HttpRequest request =
                    HttpRequest.newBuilder(webhook)
                            .timeout(Duration.ofSeconds(5))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(EventJson.write(body)))
                            .build();
            Thread.ofVirtual().name("alert-" + code).start(() -> post(code, request));
        }
    }

    private void post(String code, HttpRequest request) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status < 400) {
                    return;
                }
                log.warn("the alert webhook answered {} to the alert {}", status, code);
                Thread.sleep(Duration.ofSeconds(1));
            } catch (IOException e) {
                log.warn(
                        "the alert webhook cannot be reached for the alert {}: {}",
                        code,
                        e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
