package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.events.EventJson;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.platform.security.ServiceTokens;
import dev.carillon.platform.urls.CarillonUrls;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Requests states over REST, in batches of 1,000 ids.
@Component
class HttpNotificationStates implements NotificationStates {
    private static final int BATCH = 1_000;

    private final RestClient client;
    private final ServiceTokens tokens;

    HttpNotificationStates(CarillonUrls urls, ServiceTokens tokens, DigestProperties properties) {
        JdkClientHttpRequestFactory requests =
                new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder()
                                .connectTimeout(properties.statesTimeout())
                                .version(HttpClient.Version.HTTP_1_1)
                                .build());
        requests.setReadTimeout(properties.statesTimeout());
        this.client =
                RestClient.builder()
                        .baseUrl(urls.api().toString())
                        .requestFactory(requests)
                        .build();
        this.tokens = tokens;
    }

    @Override
    public StatesAnswer of(Collection<UUID> ids) throws NoAnswerException {
        Set<UUID> seen = new HashSet<>();
        Set<UUID> removed = new HashSet<>();
        List<UUID> ordered = new ArrayList<>(ids);
        for (int from = 0; from < ordered.size(); from += BATCH) {
            StatesAnswer answer =
                    ask(ordered.subList(from, Math.min(from + BATCH, ordered.size())));
            seen.addAll(answer.seen());
            removed.addAll(answer.removed());
        }
        return new StatesAnswer(seen, removed);
    }

    private StatesAnswer ask(List<UUID> ids) throws NoAnswerException {
        try {
            byte[] body =
                    client.post()
                            .uri("/api/v1/notifications/states")
                            .headers(headers -> headers.setBearerAuth(tokens.bearer()))
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(EventJson.write(Map.of("ids", ids)))
                            .retrieve()
                            .body(byte[].class);
            if (body == null) {
                throw new NoAnswerException(
                        "notification-api answered without a body", new IllegalStateException());
            }
            return EventJson.read(body, StatesAnswer.class);
        } catch (RestClientException | tools.jackson.core.JacksonException e) {
            throw new NoAnswerException(
                    "notification-api did not answer what was seen: " + e.getMessage(), e);
        }
    }
}
