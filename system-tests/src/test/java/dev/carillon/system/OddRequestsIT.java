package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.drive.OddRequests;
import dev.carillon.drive.OddRequests.Odd;
import dev.carillon.drive.RawHttp;
import dev.carillon.drive.RawHttp.Answer;
import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every service answers any request as documented: no 500, no default page of the web server, no value of a request in
/// a log.
///
/// `-Dcarillon.odd.seed=…` and `-Dcarillon.odd.requests=…` (per service) generate other requests.
class OddRequestsIT {
    private static final long SEED = Long.getLong("carillon.odd.seed", 16);
    private static final int REQUESTS = Integer.getInteger("carillon.odd.requests", 800);
    private static final int CALLERS_AT_ONCE = 4;
    private static final int PEOPLE = 40; // Each sends a few dozen requests.

    private static final Map<Service, List<String>> ROUTES =
            new EnumMap<>(
                    Map.of(
                            Service.API,
                            List.of(
                                    "/",
                                    "/client/{file}",
                                    "/client/config.json",
                                    "/v3/api-docs/{service}",
                                    "/unsubscribe/{token}",
                                    "/preferences/{token}",
                                    "/local/tokens",
                                    "/api/v1/notifications",
                                    "/api/v1/notifications/counts",
                                    "/api/v1/notifications/changes",
                                    "/api/v1/notifications/mark",
                                    "/api/v1/notifications/states",
                                    "/api/v1/notifications/{id}",
                                    "/api/v1/preferences",
                                    "/api/v1/preferences/effective",
                                    "/api/v1/preferences/types/{type}",
                                    "/api/v1/preferences/categories/{category}",
                                    "/api/v1/timeline",
                                    "/api/v1/requests/{id}",
                                    "/api/v1/recipients/{recipient}",
                                    "/api/v1/recipients/bulk",
                                    "/api/v1/types",
                                    "/api/v1/types/{key}",
                                    "/api/v1/types/{key}/preview",
                                    "/api/v1/admin/dead-letters",
                                    "/api/v1/admin/dead-letters/{id}",
                                    "/api/v1/admin/metrics"),
                            Service.PROCESSOR,
                            List.of("/", "/api/v1/{any}", "/v3/api-docs/processor"),
                            Service.EMAIL,
                            List.of(
                                    "/mailbox",
                                    "/mailbox/assets/{name}",
                                    "/mailbox/boxes",
                                    "/api/v1/email/quota",
                                    "/api/v1/email/messages",
                                    "/api/v1/email/suppressions/{address}",
                                    "/v3/api-docs/email"),
                            Service.GATEWAY,
                            List.of(
                                    "/api/v1/realtime/ws",
                                    "/api/v1/realtime/tickets",
                                    "/api/v1/realtime/stats",
                                    "/api/v1/realtime/connections/{recipient}",
                                    "/v3/api-docs/gateway"),
                            Service.DIGEST,
                            List.of(
                                    "/api/v1/digests/pending",
                                    "/api/v1/digests/runs",
                                    "/api/v1/digests/items/{id}",
                                    "/v3/api-docs/digest")));

    /// Statuses that are no error; 101 is a socket.
    private static final Set<Integer> SUCCESSES = Set.of(101, 200, 201, 202, 204, 206, 303, 304);

    private static final int HTTP_0_9 = 9;
    private static final Set<Integer> ERRORS =
            Set.of(400, 401, 403, 404, 405, 406, 409, 413, 415, 416, 417, 422, 426, 429);

    @Test
    void areAnsweredAsDocumentedByEveryService() throws Exception {
        Set<String> codes = documentedCodes();
        List<String> tokens = tokens();
        List<Callable<List<String>>> all = new ArrayList<>();
        for (Service service : Service.values()) {
            OddRequests requests = new OddRequests(SEED, ROUTES.get(service), tokens);
            RawHttp http = new RawHttp(World.stack().url(service).getPort());
            for (int i = 0; i < CALLERS_AT_ONCE; i++) {
                List<Odd> share = new ArrayList<>();
                for (int n = 0; n < REQUESTS / CALLERS_AT_ONCE; n++) {
                    share.add(requests.next());
                }
                all.add(() -> faults(service, http, share, codes));
            }
        }
        List<String> faults = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS_AT_ONCE)) {
            for (Future<List<String>> each : callers.invokeAll(all)) {
                faults.addAll(each.get());
            }
        }

        assertThat(faults.stream().limit(30).toList())
                .as("%d of the answers with seed %d", faults.size(), SEED)
                .isEmpty();
        for (Service service : Service.values()) {
            String log = Files.readString(World.stack().log(service.title()));
            assertThat(log.lines().filter(line -> line.contains(OddRequests.SECRET)).toList())
                    .as("lines of %s that show what a caller sent", service.title())
                    .isEmpty();
        }
    }

    private static List<String> faults(
            Service service, RawHttp http, List<Odd> requests, Set<String> codes) {
        List<String> faults = new ArrayList<>();
        for (Odd request : requests) {
            try {
                String fault = fault(request, http.send(request.method(), request.bytes()), codes);
                if (!fault.isEmpty()) {
                    faults.add(service.title() + ": " + fault + "\n" + request);
                }
            } catch (IOException | RuntimeException fault) {
                faults.add(service.title() + ": " + fault + "\n" + request);
            }
        }
        return faults;
    }

    /// The fault of an answer; empty when it has none.
    private static String fault(Odd request, Answer answer, Set<String> codes) {
        int status = answer.status();
        if (SUCCESSES.contains(status)) {
            return "";
        }
        if (status == HTTP_0_9) {
            return answer.body().contains("\"code\":\"bad_request\"") ? "" : answer.body();
        }
        String type = answer.headers().getOrDefault("content-type", "");
        if (!ERRORS.contains(status)) {
            return "status " + status + " " + answer.body();
        }
        if (type.startsWith("text/html") && !answer.body().contains("Tomcat")) {
            return ""; // An HTML page for people.
        }
        if (!type.startsWith("application/problem+json")) {
            return "status " + status + " with content-type " + type + ": " + answer.body();
        }
        if (request.method().equals("HEAD")) {
            return "";
        }
        JsonNode problem = EventJson.mapper().readTree(answer.body());
        return problem.path("status").asInt() == status
                        && codes.contains(problem.path("code").asString())
                ? ""
                : "undocumented: " + answer.body();
    }

    @Test
    void headAnswersAsGetWithoutTheBody() throws Exception {
        String token = World.callers().token("head", "admin");
        for (Map.Entry<Service, List<String>> each : ROUTES.entrySet()) {
            RawHttp http = new RawHttp(World.stack().url(each.getKey()).getPort());
            for (String route : each.getValue()) {
                Answer get = http.send("GET", plain("GET", route, token));
                Answer head = http.send("HEAD", plain("HEAD", route, token));
                assertThat(head.status()).as(route).isEqualTo(get.status());
                assertThat(head.headers().get("content-type"))
                        .as(route)
                        .isEqualTo(get.headers().get("content-type"));
            }
        }
    }

    private static byte[] plain(String method, String route, String token) {
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(method, route.replaceAll("\\{.*?}", "1"), token)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Enough callers that none reaches the rate limit, whose answers would hide all others.
    private static List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            tokens.add(World.callers().token("odd-" + i, "user"));
            tokens.add(World.callers().token("odd-service-" + i, "service"));
        }
        tokens.add(World.callers().token("odd-support", "support"));
        return tokens;
    }

    private static Set<String> documentedCodes() throws IOException {
        Matcher codes =
                Pattern.compile("`([a-z_]+)`")
                        .matcher(
                                Files.readString(World.root().resolve("docs/reference/errors.md")));
        return codes.results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
