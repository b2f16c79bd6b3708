package dev.carillon.api.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.Catalogue;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiOnRealServers
class TypesIT {
    private static final Path FILE = Path.of(ApiOnRealServers.TYPES, "live.yaml");
    private static final String LIVE =
            """
            key: live
            category: comment
            templates:
              in_app:
                en: { title: "%s" }
            """;

    @Autowired TopicNames topics;
    @Autowired KeepTypesCurrent keep;
    @Autowired LoadTypes load;
    @Autowired DataSchemas schemas;
    @LocalServerPort int port;
    ApiCaller admin;

    @BeforeEach
    void callAsAdmin() {
        admin = new ApiCaller(port, TestTokens.admin());
    }

    @AfterEach
    void removeTheFile() throws IOException {
        Files.deleteIfExists(FILE);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> admin.get("/api/v1/types/live").status() == 404);
    }

    @Test
    void aChangeIsLiveInASecondAndAFaultChangesNothing() throws IOException {
        Files.writeString(FILE, LIVE.formatted("One"));
        awaitTitle("One");
        long first = version();
        Files.writeString(FILE, LIVE.formatted("Two"));
        awaitTitle("Two");
        assertThat(version()).isEqualTo(first + 1);

        Files.writeString(
                FILE,
                """
                key: live
                catgory: comment
                rules:
                  - event: com.example.thing
                    recipients: "data.("
                templates:
                  in_app:
                    en: { title: "{{#open}}" }
                """);
        await().atMost(Duration.ofSeconds(2)).until(() -> faults().contains("live.yaml"));
        assertThat(faults())
                .contains("types/live.yaml:2: catgory is not a known key; did you mean 'category'?")
                .contains("types/live.yaml:5: rules[0].recipients is refused at 1:")
                .contains("types/live.yaml:8: templates.in_app.en.title is refused");
        assertThat(admin.get("/api/v1/types/live").at("/templates/in_app/en/title"))
                .isEqualTo("Two");

        Files.writeString(FILE, LIVE.formatted("Two"));
        await().atMost(Duration.ofSeconds(2)).until(() -> !faults().contains("live.yaml"));
        assertThat(version()).as("unchanged content keeps its version").isEqualTo(first + 1);
    }

    @Test
    void aTypeThatComesBackTakesANewVersion() throws IOException {
        Files.writeString(FILE, LIVE.formatted("Same"));
        awaitTitle("Same");
        long before = version();
        removeTheFile();

        Files.writeString(FILE, LIVE.formatted("Same"));
        awaitTitle("Same");

        assertThat(version()).as("withdrawn and declared again").isEqualTo(before + 2);
    }

    @Test
    void aLoadIsPublishedAndClosedByTheCatalogue() throws IOException {
        Files.writeString(FILE, LIVE.formatted("Published"));
        awaitTitle("Published");
        long version = version();

        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.NOTIFICATION_TYPES))) {
            var type =
                    probe.await(
                            1,
                            record ->
                                    "default/live".equals(record.key())
                                            && EventJson.read(
                                                                    record.value(),
                                                                    NotificationType.class)
                                                            .version()
                                                    == version);
            assertThat(type).hasSize(1);
            var catalogue =
                    probe.await(
                            1,
                            record ->
                                    "default/$catalogue".equals(record.key())
                                            && EventJson.read(record.value(), Catalogue.class)
                                                    .types()
                                                    .getOrDefault("live", 0L)
                                                    .equals(version));
            Catalogue last = EventJson.read(catalogue.getFirst().value(), Catalogue.class);
            assertThat(last.types())
                    .containsKeys("issue-assigned", "issue-comment", "repository-starred");
            assertThat(last.categories())
                    .extracting(category -> category.key())
                    .containsExactly("assignment", "comment", "security");
        }
    }

    @Test
    void showsAndPreviewsForAdmins() {
        assertThat(admin.get("/api/v1/types").is(200).json().get("items").size())
                .isGreaterThanOrEqualTo(4);
        assertThat(admin.get("/api/v1/types/issue-comment").at("/channels/email"))
                .as("the category's default")
                .isEqualTo("digest");
        var preview =
                admin.post(
                                "/api/v1/types/issue-assigned/preview",
                                "{\"data\": {\"actor\": \"bob\"}, \"locale\": \"de-CH\"}")
                        .is(200);
        assertThat(preview.at("/channels/in_app/title")).isEqualTo("bob hat Ihnen  zugewiesen");
        assertThat(preview.at("/channels/in_app/locale")).isEqualTo("de");
        assertThat(preview.at("/channels/email/missing/0")).isEqualTo("title");
        admin.post("/api/v1/types/issue-assigned/preview", "{\"data\": {}}").is(422);
        admin.get("/api/v1/types/absent").is(404);
        new ApiCaller(port, TestTokens.service("shop")).get("/api/v1/types").is(403);
    }

    @Test
    void theTypesOfDefaultAreInForceForEveryTenant() {
        var shop =
                new ApiCaller(
                        port, TestTokens.mint("umbrella", "shop", Duration.ofHours(1), "service"));
        var una =
                new ApiCaller(
                        port, TestTokens.mint("umbrella", "una", Duration.ofHours(1), "user"));

        shop.post(
                        "/api/v1/notifications",
                        "{\"recipients\": [\"una\"], \"type\": \"issue-comment\", \"data\": {}}")
                .is(202);
        una.patch("/api/v1/preferences/types/issue-comment", "{\"email\": false}").is(200);
        una.patch("/api/v1/preferences/categories/comment", "{\"in_app\": true}").is(200);
        assertThat(
                        una.get("/api/v1/preferences/effective")
                                .is(200)
                                .json()
                                .at("/types")
                                .valueStream()
                                .map(type -> type.get("key").asString()))
                .contains("issue-assigned", "issue-comment", "security-alert");
    }

    @Test
    void aTypeThatATenantHasStandsInPlaceOfTheSharedOne(@TempDir Path own) throws IOException {
        Files.writeString(
                own.resolve("issue-comment.yaml"),
                """
                key: issue-comment
                category: initech
                templates:
                  in_app:
                    en: { title: "Ours" }
                """);
        Files.writeString(
                own.resolve("categories.yaml"),
                """
                categories:
                  - { key: initech, label: Initech, order: 0 }
                """);
        load.load(
                new TypeFiles(List.of(own), "initech", new TypeCompiler(schemas)),
                "initech",
                false);
        var theirs =
                new ApiCaller(
                        port, TestTokens.mint("initech", "root", Duration.ofHours(1), "admin"));

        assertThat(
                        theirs.get("/api/v1/types/issue-comment")
                                .is(200)
                                .at("/templates/in_app/en/title"))
                .isEqualTo("Ours");
        assertThat(theirs.get("/api/v1/types/issue-assigned").is(200).at("/tenant"))
                .isEqualTo("default");
        assertThat(
                        theirs.get("/api/v1/types")
                                .json()
                                .at("/categories")
                                .valueStream()
                                .map(category -> category.get("key").asString()))
                .containsExactlyInAnyOrder("initech", "assignment", "comment", "security", "other");
        assertThat(admin.get("/api/v1/types/issue-comment").at("/category")).isEqualTo("comment");
    }

    private void awaitTitle(String title) {
        await().atMost(Duration.ofSeconds(2))
                .until(() ->
                        admin.get("/api/v1/types/live")
                                .at("/templates/in_app/en/title")
                                .equals(title));
    }

    private long version() {
        return admin.get("/api/v1/types/live").json().get("version").longValue();
    }

    private String faults() {
        return String.valueOf(keep.health().getDetails().get("faults"));
    }
}
