package dev.carillon.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.openapi.Described;
import dev.carillon.test.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiOnRealServers
class WebIT {
    @LocalServerPort int port;

    @Test
    void servesThePageAndTheClientWithTheirHeaders() {
        var browser = new ApiCaller(port, null);

        var page = browser.get("/").is(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy"))
                .contains("script-src 'self'", "connect-src 'self' http://localhost:");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        var script = browser.get("/client/index.js").is(200);
        assertThat(script.header("content-type")).contains("javascript");
        assertThat(script.header("cache-control")).contains("no-cache");
        browser.call(
                        "GET",
                        "/client/index.js",
                        null,
                        Map.of("If-None-Match", script.header("etag")))
                .is(304);
        assertThat(browser.get("/client/config.json").is(200).at("/gateway")).startsWith("http");
        assertThat(browser.get("/client/absent.js").is(404).header("content-type"))
                .startsWith("application/problem+json");
    }

    @Test
    void mintsTokensInLocalMode() {
        var browser = new ApiCaller(port, null);
        String token =
                browser.post("/local/tokens", "{\"recipient\": \"walt\", \"roles\": [\"admin\"]}")
                        .is(200)
                        .at("/token");

        new ApiCaller(port, token).get("/api/v1/types").is(200);
        assertThat(
                        browser.post(
                                        "/local/tokens",
                                        "{\"recipient\": \"-\", \"roles\": [\"root\"]}")
                                .is(422)
                                .faults())
                .containsExactly("recipient invalid_recipient", "roles[0] invalid_value");
    }

    @Test
    void servesTheDescriptionsOfAllServicesAndOnePageForThem() {
        var browser = new ApiCaller(port, null);

        for (Described service : Described.values()) {
            var answer = browser.get("/v3/api-docs/" + service.key()).is(200);
            assertThat(answer.at("/openapi")).isEqualTo("3.1.0");
            browser.call(
                            "GET",
                            "/v3/api-docs/" + service.key(),
                            null,
                            Map.of("If-None-Match", answer.header("etag")))
                    .is(304);
        }
        assertThat(browser.get("/v3/api-docs").is(200).body())
                .isEqualTo(browser.get("/v3/api-docs/api").body());
        browser.get("/v3/api-docs/lost").is(404);
        var page = browser.get("/docs").is(200);
        assertThat(page.header("content-security-policy")).contains("script-src 'self';");
        for (String file : List.of("docs.js", "docs.css", "viewer/swagger-ui-bundle.js")) {
            assertThat(page.body()).contains("/docs/" + file);
            browser.get("/docs/" + file).is(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/notifications?from=%2B999999999-01-01T00:00:00Z, from invalid_instant",
        "/notifications?from=1900-01-01T00:00:00Z, from invalid_instant",
        "/notifications?category=a%00, category invalid_parameter",
        "/timeline?event_id=%00, event_id invalid_parameter",
        "/timeline?recipient=ann&cursor=KzEwMDAwLTAxLTAxVDAwOjAwOjAwWiAx, cursor invalid_cursor",
        "/admin/dead-letters?code=%00, code invalid_parameter",
        "/admin/dead-letters?topic=a%00b, topic invalid_parameter",
        "/admin/metrics?from=-999999999-01-01T00:00:00Z, from invalid_instant",
        "/admin/metrics?to=%2B999999999-12-31T23:59:59Z, to invalid_instant"
    })
    void refusesAParameterThatNoQueryCanTake(String call, String fault) {
        String token = TestTokens.mint("default", "quinn", Duration.ofHours(1), "user", "support");

        assertThat(new ApiCaller(port, token).get("/api/v1" + call).is(400).faults())
                .containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "/notifications?q=x&tenant=acme, q unknown_parameter;tenant unknown_parameter",
        "/notifications?category=a&category=b, category repeated",
        "/notifications/counts?category=a, category unknown_parameter",
        "/preferences?x=1, x unknown_parameter",
        "/timeline?recipient=quinn&type=a, type unknown_parameter",
        "/admin/dead-letters?states=dead, states unknown_parameter",
        "/notifications?q=x&limit=0x10&state=Read&from=0, q unknown_parameter;limit invalid_limit;state invalid_parameter;from invalid_instant",
        "/timeline?recipient=quinn&q=x&limit=+5&order=Newest, q unknown_parameter;order invalid_parameter;limit invalid_limit",
        "/timeline?recipient=q/x&notification_id=1-1-1-1-1&cursor=x, notification_id invalid_parameter;recipient invalid_recipient;notification_id invalid_parameter;cursor invalid_cursor",
        "/admin/dead-letters?q=x&limit=1e2&state=DEAD&cursor=x, q unknown_parameter;limit invalid_limit;state invalid_parameter;cursor invalid_cursor",
        "/admin/audit-log?limit=010&cursor=x&q=1, q unknown_parameter;limit invalid_limit;cursor invalid_cursor",
        "/admin/metrics?from=0&to=now&by=HOUR&q=1, q unknown_parameter;from invalid_instant;to invalid_instant;by invalid_parameter"
    })
    void refusesParametersThatAreNone(String call, String faults) {
        String token =
                TestTokens.mint(
                        "default", "quinn", Duration.ofHours(1), "user", "support", "admin");

        assertThat(new ApiCaller(port, token).get("/api/v1" + call).is(400).faults())
                .containsExactly(faults.split(";"));
    }

    @Test
    void pagesForPeopleIgnoreWhatMailClientsAppend() {
        assertThat(new ApiCaller(port, null).get("/unsubscribe/none?utm_source=x").status())
                .isEqualTo(new ApiCaller(port, null).get("/unsubscribe/none").status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /notifications/mark | {'action': 'read', 'upto': 1, 'until': 2} | until",
                "PATCH | /notifications/00000000-0000-8000-8000-000000000001 | {'read': true, 'reed': true} | reed",
                "POST | /notifications/states | {'ids': ['00000000-0000-8000-8000-000000000001'], 'x': 1} | x",
                "POST | /notifications | {'recipients': ['ann'], 'title': 'Hi', 'titel': 'Hi'} | titel",
                "PUT | /preferences | {'quiet_hours': {'start': '22:00', 'end': '07:00', 'from': 1}} | quiet_hours.from",
                "PUT | /preferences | {'digest': {'at': '09:00'}} | digest.at",
                "PUT | /preferences | {'quiet': {}} | quiet"
            })
    void refusesBodyFieldsThatAreNone(String method, String path, String body, String field) {
        String token = TestTokens.mint("default", "quinn", Duration.ofHours(1), "user", "service");

        assertThat(
                        new ApiCaller(port, token)
                                .call(method, "/api/v1" + path, body.replace('\'', '"'), Map.of())
                                .is(422)
                                .faults())
                .containsExactly(field + " unknown_field");
    }

    @Test
    void limitsTheCallsOfAPersonAndSaysWhatIsLeft() {
        var warm = new ApiCaller(port, TestTokens.user("warm"));
        await().until(() ->
                !warm.get("/api/v1/preferences").header("ratelimit-remaining").isEmpty());
        var eager = new ApiCaller(port, TestTokens.user("eager"));
        var first = eager.get("/api/v1/preferences").is(200);
        assertThat(first.header("ratelimit-limit")).isEqualTo("100");
        assertThat(first.header("ratelimit-remaining")).isEqualTo("99");
        assertThat(first.header("ratelimit-policy")).isEqualTo("100;w=60");
        int passed = 1;
        var last = first;
        while (last.status() == 200 && passed < 1_000) {
            last = eager.get("/api/v1/preferences");
            passed++;
        }

        assertThat(passed).as("the first that is refused").isGreaterThan(100);
        assertThat(Integer.parseInt(last.is(429).header("retry-after"))).isBetween(1, 60);
        assertThat(last.at("/code")).isEqualTo("too_many_requests");
        new ApiCaller(port, TestTokens.user("calm")).get("/api/v1/preferences").is(200);
    }
}
