package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import dev.carillon.platform.ServiceIT;
import dev.carillon.test.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceIT
class ProblemDetailsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort int port;

    @Test
    void namesTheFieldThatDoesNotFitAndWhatIsAllowed() throws Exception {
        assertField(post("/things", "{\"size\": \"many\"}"), "size", "a whole number");
        assertField(
                post("/things", "{\"level\": \"loud\"}"),
                "level",
                "one of info, success, warning, error");
        assertField(
                post("/things", "{\"at\": \"25:00\"}"), "at", "a time as HH:mm, 00:00 to 23:59");
        assertField(post("/things", "{\"id\": \"7\"}"), "id", "a UUID");
        assertField(
                post("/things", "{\"inner\": [{}, {\"on\": \"perhaps\"}]}"),
                "inner[1].on",
                "true or false");
        assertField(post("/things", "[]"), "body", "an object");
    }

    @Test
    void refusesUnknownFieldsByName() throws Exception {
        assertUnknown("{\"name\": \"a\", \"new_field\": 1}", "new_field");
        assertUnknown("{\"inner\": [{}, {\"of\": true}]}", "inner[1].of");
    }

    private void assertUnknown(String body, String field) throws Exception {
        Problem problem = problem(post("/things", body), 422);
        assertThat(problem.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
        assertThat(problem.errors().getFirst().field()).isEqualTo(field);
        assertThat(problem.errors().getFirst().allowed()).startsWith("any of ");
    }

    @Test
    void takesIdsAsTheyCame() throws Exception {
        String id = "00000000-0000-0000-0000-000000000001";
        for (String other : new String[] {"0-0-0-0-1", "%20" + id, id + "%20"}) {
            assertThat(problem(get("/things/" + other), 400).errors().getFirst().field())
                    .as(other)
                    .isEqualTo("id");
        }
    }

    @Test
    void saysWhereTextIsNoJson() throws Exception {
        Problem problem = problem(post("/things", "{\"size\": 1,\n oops}"), 400);
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(problem.detail()).contains("line 2");
        assertThat(problem(post("/things", ""), 400).code()).isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void namesAFieldThatAppearsTwice() throws Exception {
        Problem problem =
                problem(post("/things", "{\"name\": \"a\", \"size\": 1, \"size\": 2}"), 400);
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(problem.errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("size");
                    assertThat(error.message()).contains("appears twice");
                });
    }

    @Test
    void namesParameters() throws Exception {
        Problem id = problem(get("/things/not-a-uuid"), 400);
        assertThat(id.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(id.errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("id");
                    assertThat(error.allowed()).isEqualTo("a UUID");
                });
        Problem limit = problem(get("/things/00000000-0000-0000-0000-000000000001?limit=all"), 400);
        assertThat(limit.errors().getFirst().field()).isEqualTo("limit");
        Problem missing = problem(get("/things/needs"), 400);
        assertThat(missing.code()).isEqualTo(ErrorCode.MISSING_PARAMETER);
        assertThat(missing.errors().getFirst().field()).isEqualTo("upto");
    }

    @Test
    void answersWhatIsNotThere() throws Exception {
        assertThat(problem(get("/nowhere"), 404).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(problem(get("/things/a/b/c"), 404).code()).isEqualTo(ErrorCode.NOT_FOUND);
        HttpResponse<byte[]> method =
                send(
                        request("/things/needs")
                                .method("DELETE", HttpRequest.BodyPublishers.noBody()));
        assertThat(problem(method, 405).errors().getFirst().allowed()).contains("GET");
        assertThat(method.headers().firstValue("Allow")).isPresent();
        HttpResponse<byte[]> closed =
                send(request("/support").method("DELETE", HttpRequest.BodyPublishers.noBody()));
        assertThat(problem(closed, 405).errors().getFirst().allowed()).isEqualTo("GET, HEAD");
    }

    @Test
    void answersForeignMediaTypes() throws Exception {
        HttpResponse<byte[]> type =
                send(
                        request("/things")
                                .header("Content-Type", "text/xml")
                                .POST(HttpRequest.BodyPublishers.ofString("<a/>")));
        assertThat(problem(type, 415).errors().getFirst().allowed()).contains("application/json");
        HttpResponse<byte[]> accept =
                send(
                        request("/things/00000000-0000-0000-0000-000000000001")
                                .header("Accept", "image/png"));
        assertThat(problem(accept, 406).code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE);
    }

    @Test
    void answersABodyThatIsTooLargeInsteadOfResetting() throws Exception {
        byte[] large = new byte[10 * 1024 * 1024];
        java.util.Arrays.fill(large, (byte) ' ');
        Problem told =
                problem(
                        send(
                                request("/things")
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(large))),
                        413);
        assertThat(told.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(told.errors().getFirst().allowed()).isEqualTo("at most 1 MB");
        Problem chunked =
                problem(
                        send(
                                request("/things")
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofInputStream(
                                                        () -> new ByteArrayInputStream(large)))),
                        413);
        assertThat(chunked.code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void givesBulkMoreRoom() throws Exception {
        String items = "[{\"a\": \"" + "x".repeat(3 * 1024 * 1024) + "\"}]";
        assertThat(post("/bulk", items).statusCode()).isEqualTo(200);
        assertThat(post("/things", items).statusCode()).isEqualTo(413);
    }

    @Test
    void tellsNoInternals() throws Exception {
        HttpResponse<byte[]> broken = send(request("/admin/broken", TestTokens.admin()).GET());
        Problem problem = problem(broken, 500);
        assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(new String(broken.body(), StandardCharsets.UTF_8))
                .doesNotContain("secret internals");
        assertThat(problem.detail()).contains("trace_id");
    }

    @Test
    void saysWhenToTryAgain() throws Exception {
        HttpResponse<byte[]> busy = send(request("/admin/busy", TestTokens.admin()).GET());
        assertThat(problem(busy, 503).retryable()).isTrue();
        assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void answersWhatTheServerItselfRefuses() throws Exception {
        assertThat(raw("GET /%2e%2e/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains(" 400 ")
                .contains("application/problem+json");
        assertThat(raw("GET /a|b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains(" 400 ")
                .contains("\"code\":\"bad_request\"");
    }

    private static void assertField(HttpResponse<byte[]> answer, String field, String allowed) {
        Problem problem = problem(answer, 400);
        assertThat(problem.errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo(field);
                    assertThat(error.allowed()).isEqualTo(allowed);
                });
    }

    private static Problem problem(HttpResponse<byte[]> answer, int status) {
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        Problem problem = EventJson.read(answer.body(), Problem.class);
        assertThat(problem.status()).isEqualTo(status);
        return problem;
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<byte[]> post(String path, String json) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return request(path, TestTokens.user("ann"));
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
