package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
        JsonNode info = EventJson.mapper().readTree(get("/actuator/info"));

        assertThat(info.at("/build/version").stringValue()).isNotBlank();
        if (NotificationApi.class.getResource("/git.properties") != null) {
            assertThat(info.at("/git/commit/id").stringValue()).matches("[0-9a-f]{7,40}");
        }
    }

    /// Dashboards use them, and a new version of Spring Boot may rename them.
    @Test
    void everyDocumentedMetricOfSpringBootIsExposed() throws Exception {
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        String section =
                page.substring(
                        page.indexOf("<!-- begin framework -->"),
                        page.indexOf("<!-- end framework -->"));
        String scrape = get("/actuator/prometheus");

        List<String> documented =
                Pattern.compile("(?m)^\\| `(\\w+)`")
                        .matcher(section)
                        .results()
                        .map(row -> row.group(1))
                        // It exists after the first call of the public port.
                        .filter(metric -> !metric.equals("http_server_requests_seconds"))
                        .toList();

        assertThat(documented)
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(scrape).contains("# TYPE " + metric + " "));
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + management + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }
}
