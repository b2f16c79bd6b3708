package dev.carillon.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import dev.carillon.platform.ServiceIT;
import dev.carillon.test.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceIT
class AccessIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String THING = "/things/00000000-0000-0000-0000-000000000001";

    @LocalServerPort int port;
    @LocalManagementPort int managementPort;
    @Autowired TokenVerifier verifier;
    @Autowired LocalTokens tokens;
    @Autowired ServiceTokens serviceTokens;

    @Test
    void letsInWhoMayComeIn() throws Exception {
        assertThat(get("/open", null).statusCode()).isEqualTo(200);
        HttpResponse<String> thing = get(THING, TestTokens.user("ann"));
        assertThat(thing.statusCode()).isEqualTo(200);
        assertThat(thing.body()).contains("default/ann");
        assertThat(get("/support", TestTokens.admin()).statusCode()).isEqualTo(200);
        assertThat(get("/open", TestTokens.user("ann")).body()).contains("ann");
        String minted = tokens.mint("acme", "bob", Set.of(Role.USER), Duration.ofMinutes(5));
        assertThat(get(THING, minted).body()).contains("acme/bob");
    }

    @Test
    void asksForATokenWhereThereIsNone() throws Exception {
        HttpResponse<String> answer = get(THING, null);
        assertThat(problem(answer, 401).code()).isEqualTo(ErrorCode.TOKEN_MISSING);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(get("/things/anything/else", null).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsAnExpiredTokenFromARefusedOne() throws Exception {
        HttpResponse<String> expired = get(THING, TestTokens.expired("ann"));
        assertThat(problem(expired, 401).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
        assertThat(expired.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
        Problem forged = problem(get(THING, TestTokens.forged("ann")), 401);
        assertThat(forged.code()).isEqualTo(ErrorCode.TOKEN_REJECTED);
        assertThat(problem(get(THING, "rubbish"), 401).code()).isEqualTo(ErrorCode.TOKEN_REJECTED);
        assertThat(problem(get(THING, TestTokens.user("not/allowed")), 401).detail())
                .contains("recipient id");
    }

    @Test
    void asksForTheRole() throws Exception {
        assertThat(problem(get("/support", TestTokens.user("ann")), 403).detail())
                .contains("support");
        HttpResponse<String> trigger =
                HTTP.send(
                        request("/triggers", TestTokens.user("ann"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(problem(trigger, 403).detail()).contains("service");
        assertThat(problem(get("/admin/busy", TestTokens.support()), 403).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void answersCrossOriginCallsOfAllowedPagesOnly() throws Exception {
        HttpResponse<String> preflight = preflight("http://localhost:8080");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("http://localhost:8080");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("authorization");
        assertThat(problem(preflight("https://evil.example"), 403).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void showsHealthOnTheManagementPortOnly() throws Exception {
        HttpResponse<String> readiness =
                HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:"
                                                        + managementPort
                                                        + "/actuator/health/readiness"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(readiness.body()).contains("kafkaTopics").contains("durability");
        assertThat(readiness.statusCode()).as(readiness.body()).isEqualTo(200);
        HttpResponse<String> metrics =
                HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:"
                                                        + managementPort
                                                        + "/actuator/prometheus"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(metrics.body()).contains("jvm_memory_used_bytes").contains("test-service");
        assertThat(get("/actuator/health", null).statusCode()).isEqualTo(404);
    }

    @Test
    void verifiesOutsideOfTheServletChainByTheSameRules() {
        assertThat(verifier.verify(TestTokens.support()))
                .isInstanceOfSatisfying(
                        Verification.Accepted.class,
                        accepted ->
                                assertThat(accepted.caller().roles())
                                        .containsExactlyInAnyOrder(Role.USER, Role.SUPPORT));
        assertThat(verifier.verify(TestTokens.expired("ann")))
                .isInstanceOf(Verification.Expired.class);
        assertThat(verifier.verify(TestTokens.forged("ann")))
                .isInstanceOf(Verification.Rejected.class);
        assertThat(verifier.verify(serviceTokens.bearer()))
                .isInstanceOfSatisfying(
                        Verification.Accepted.class,
                        accepted -> {
                            assertThat(accepted.caller().recipient()).isEqualTo("test-service");
                            assertThat(accepted.caller().has(Role.SERVICE)).isTrue();
                        });
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        HttpRequest preflight =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + THING))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .build();
        return HTTP.send(preflight, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return HTTP.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Problem problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        return EventJson.read(answer.body().getBytes(StandardCharsets.UTF_8), Problem.class);
    }
}
