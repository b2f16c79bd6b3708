package dev.carillon.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import dev.carillon.platform.ServiceIT;
import dev.carillon.test.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What the server does with requests without a token. The door refuses before the token is checked.
@ServiceIT
class RequestDoorIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired RequestGate gate;
    @Autowired WebSettings settings;
    @LocalServerPort int port;

    @Test
    void refusesWhatIsForServicesBeforeItsTokenIsReadWhileTheyHaveNoRoom() throws Exception {
        Places places = gate.services().places();
        int all = settings.requests().services();
        await().until(() -> places.takeNow(all));
        ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
        try (waiting) {
            try {
                for (int i = 0; i < settings.requests().waiting(); i++) {
                    waiting.execute(() -> waitFor(places));
                }
                await().until(places::isFull);

                assertOverloaded(trigger());

                assertThat(open().statusCode()).isEqualTo(200);
            } finally {
                places.give(all);
            }
        }
        assertThat(trigger().statusCode()).isEqualTo(401);
    }

    private static void waitFor(Places places) {
        try {
            if (places.take(1, Duration.ofMinutes(1))) {
                places.give(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void servesPeopleInReserveWhenNothingMoreMayBegin() throws Exception {
        Places places = gate.all().places();
        int all = settings.requests().inFlight();
        await().until(() -> places.takeNow(all));
        try {
            assertOverloaded(trigger());
            assertThat(open().statusCode()).isEqualTo(200);
        } finally {
            places.give(all);
        }
        assertThat(trigger().statusCode()).isEqualTo(401);
    }

    @Test
    void keepsInReserveTheConnectionOfOneWhoseBodyCame() throws Exception {
        Places places = gate.all().places();
        int all = settings.requests().inFlight();
        await().until(() -> places.takeNow(all));
        try (Socket socket =
                sent(
                        "/triggers",
                        "{} ",
                        "GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 429")
                    .contains("HTTP/1.1 200");
        } finally {
            places.give(all);
        }
    }

    /// More requests than reserve threads: if one thread waited for its body, the last call would be delayed.
    @Test
    void doesNotWaitInReserveForABodyThatNobodyWants() throws Exception {
        Places places = gate.all().places();
        int all = settings.requests().inFlight();
        await().until(() -> places.takeNow(all));
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i <= RequestThreads.RESERVE; i++) {
                halfSent.add(sent("/triggers", "{}", ""));
                halfSent.add(sent("/things", "{}", ""));
            }
            for (Socket socket : halfSent) {
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 4");
                if (answer.startsWith("HTTP/1.1 429")) {
                    assertThat(answer).containsIgnoringCase("Connection: close");
                }
            }
            assertThat(open().statusCode()).isEqualTo(200);
        } finally {
            places.give(all);
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    @Test
    void keepsTheConnectionOfARefusedRequestWhoseBodyArrives() throws Exception {
        String next = "GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (String path : List.of("/things", "/hooks")) {
            try (Socket socket = sent(path, "{} ", next)) {
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 4")
                        .contains("HTTP/1.1 200");
            }
        }
    }

    @Test
    void slowBodiesOfStrangersTakeNobodysPlace() throws Exception {
        int slow = settings.requests().anonymous() + 4;
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < slow; i++) {
                halfSent.add(sent("/hooks", "{}", ""));
            }
            await().until(() -> gate.lanes().getLast().reading().taken() == slow);

            assertThat(open().statusCode()).isEqualTo(200);
            assertThat(hook("{}").statusCode()).isEqualTo(200);

            for (Socket socket : halfSent) {
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 408")
                        .contains("application/problem+json", "\"code\":\"request_timeout\"");
            }
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    @Test
    void slowBodiesOfAFewPeopleTakeNobodysPlace() throws Exception {
        int slow = settings.requests().people() + 2;
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < slow; i++) {
                String token = TestTokens.user("slow-" + i % 3);
                halfSent.add(
                        sent(
                                "/things",
                                "{}",
                                "",
                                "Content-Type: application/json\r\nAuthorization: Bearer "
                                        + token
                                        + "\r\n"));
            }
            await().until(() -> gate.lanes().get(1).reading().taken() == slow);
            HttpResponse<byte[]> person =
                    send(
                            HttpRequest.newBuilder(at("/things"))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + TestTokens.user("ann"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(person.statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    @Test
    void readsAFormBesideItsQuery() throws Exception {
        HttpResponse<byte[]> answer =
                send(
                        HttpRequest.newBuilder(at("/forms?name=first&other=%C3%A9"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "name=a+b%21&empty&name=%E2%82%AC")));
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("[first, a b!, €]");
        for (String form : List.of("name=%zz", "=a", "name=%ff", "name=%4")) {
            HttpResponse<byte[]> refused =
                    send(
                            HttpRequest.newBuilder(at("/forms"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form)));
            assertThat(refused.statusCode()).as(form).isEqualTo(400);
            assertThat(EventJson.read(refused.body(), Problem.class).code())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }

    private HttpResponse<byte[]> hook(String body) throws Exception {
        return send(
                HttpRequest.newBuilder(at("/hooks"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Sends a call with a body of three bytes, and what follows it, in one piece.
    private Socket sent(String path, String body, String next) throws IOException {
        return sent(path, body, next, "");
    }

    private Socket sent(String path, String body, String next, String headers) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(10_000); // the server would wait 20 s for the body
        String call =
                "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: 3\r\n\r\n%s%s"
                        .formatted(path, headers, body, next);
        socket.getOutputStream().write(call.getBytes(UTF_8));
        return socket;
    }

    private static void assertOverloaded(HttpResponse<byte[]> refused) {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(EventJson.read(refused.body(), Problem.class).code())
                .isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refused.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(1L, 5L);
    }

    private HttpResponse<byte[]> trigger() throws Exception {
        // without a body, because a body that arrives after its head would close the connection of
        // a reserve thread
        return send(
                HttpRequest.newBuilder(at("/triggers")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<byte[]> open() throws Exception {
        return send(HttpRequest.newBuilder(at("/open")));
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
