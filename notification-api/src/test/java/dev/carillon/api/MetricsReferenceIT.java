package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

@ApiOnRealServers
class MetricsReferenceIT {
    @Autowired private ApplicationContext context;

    @Value("${local.management.port}")
    private int management;

    @Test
    void everyDocumentedMetricIsThereFromTheStart() {
        MetricsReference.check(NotificationApi.class, "notification-api", FirstScrape.of(context));
    }

    @Test
    void infoShowsVersionAndCommit() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + management + "/actuator/info"))
                        .build();
        JsonNode info;
        try (HttpClient client = HttpClient.newHttpClient()) {
            info =
                    EventJson.mapper()
                            .readTree(client.send(request, BodyHandlers.ofByteArray()).body());
        }

        assertThat(info.at("/build/version").stringValue()).isNotBlank();
        if (NotificationApi.class.getResource("/git.properties") != null) {
            assertThat(info.at("/git/commit/id").stringValue()).matches("[0-9a-f]{7,40}");
        }
    }
}
