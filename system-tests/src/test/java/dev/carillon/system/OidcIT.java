package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackEvents;
import dev.carillon.local.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The five services with the tokens of an OpenID provider: they find its keys by discovery, follow their rotation, and
/// fetch tokens to call each other.
class OidcIT {
    private static final String AUDIENCE = "carillon";

    /// One endpoint that needs a token of each service that has such.
    private static final Map<Service, String> PATHS =
            Map.of(
                    Service.API, "/api/v1/notifications",
                    Service.EMAIL, "/api/v1/email/quota",
                    Service.DIGEST, "/api/v1/digests/pending");

    @TempDir static Path directory;
    private static OidcServer provider;
    private static Stack stack;

    @BeforeAll
    static void start() {
        provider = OidcServer.start();
        provider.registerService(Service.DIGEST.title(), AUDIENCE);
        StackSettings settings =
                StackSettings.forTest(World.root(), directory)
                        .withProperty("carillon.security.issuer", provider.issuer())
                        .withProperty("carillon.security.audience", AUDIENCE)
                        .withProperty(
                                Service.DIGEST,
                                "carillon.security.client.id",
                                Service.DIGEST.title())
                        .withProperty(
                                Service.DIGEST,
                                "carillon.security.client.secret",
                                OidcServer.CLIENT_SECRET)
                        .withProperty(
                                Service.DIGEST,
                                "carillon.security.client.token-uri",
                                provider.tokenUri().toString());
        stack = Stack.openFresh(settings, StackEvents.silent()).start();
    }

    @AfterAll
    static void stop() {
        stack.close();
        provider.close();
    }

    /// Callers with tokens that the provider signs now; none is kept from an earlier key.
    private static Callers callers() {
        return new Callers(
                stack, (replica, subject, role) -> provider.token(subject, AUDIENCE, role));
    }

    @Test
    void everyServiceAcceptsTheProvidersTokensAndDigestSchedulerFetchesItsOwn() {
        served("ann");
    }

    @Test
    void everyServiceFollowsARotationOfTheKeysWhileItRuns() {
        Callers before = callers();
        before.register("bob");
        provider.rotateKeys();

        served("carl");
        assertThat(before.user("bob").get("/api/v1/notifications").status()).isEqualTo(200);
    }

    @Test
    void everyServiceRefusesATokenForAnotherAudienceAndSaysSo() {
        Rest stranger =
                callers().withToken(provider.token("dora", "another-product", "user", "admin"));

        for (Map.Entry<Service, String> path : PATHS.entrySet()) {
            assertRefused(stranger.get(path.getKey(), path.getValue()));
        }
        assertRefused(stranger.post(Service.GATEWAY, "/api/v1/realtime/tickets", Map.of()));
    }

    private static void assertRefused(Rest.Answer answer) {
        String uri = answer.response().uri().toString();
        assertThat(answer.status()).as(uri).isEqualTo(401);
        assertThat(answer.body().path("code").asString()).as(uri).isEqualTo("token_rejected");
        assertThat(answer.body().path("detail").asString()).as(uri).contains("audience");
    }

    @Test
    void localTokensAreNoneHere() {
        assertThat(callers().user("eve").post("/local/tokens", Map.of("recipient", "eve")).status())
                .isEqualTo(404);
    }

    /// From an event to the bell, the mail log and the digest, each with the provider's tokens.
    private static void served(String person) {
        Callers callers = callers();
        callers.register(person);
        try (BellClient bell = new BellClient(stack, callers, person);
                EventLog log = new EventLog(stack)) {
            await().until(bell::isConnected);
            log.event(
                    person + "-1", CodeHost.REVIEWED, "oidc", CodeHost.reviewed(person, "oidc", 1));
            await().until(() -> bell.shown().contains(1L));
        }
        await().until(() ->
                callers.user(person)
                                .get(Service.DIGEST, "/api/v1/digests/pending")
                                .expect(200)
                                .body()
                                .path("items")
                                .size()
                        == 1);
        // the digest asks notification-api what was seen, with a token of its own
        String id = callers.user(person).inbox().getFirst().path("id").asString();
        callers.user(person).patch("/api/v1/notifications/" + id, Map.of("seen", true)).expect(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    JsonNode run =
                            callers.user(person)
                                    .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                                    .expect(200)
                                    .body();
                    assertThat(run.path("state").asString()).isEqualTo("empty");
                    assertThat(run.path("left_out").asInt()).isEqualTo(1);
                });
        callers.admin().get(Service.EMAIL, "/api/v1/email/quota").expect(200);
    }
}
