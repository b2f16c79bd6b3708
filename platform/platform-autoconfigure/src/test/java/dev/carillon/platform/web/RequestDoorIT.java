package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import dev.carillon.platform.ServiceIT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What the server does with requests that have no token, which is not looked at where the door refuses.
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
        assertThat(places.takeNow(all)).isTrue();
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

    private static void assertOverloaded(HttpResponse<byte[]> refused) {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(EventJson.read(refused.body(), Problem.class).code()).isEqualTo("overloaded");
        assertThat(refused.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(1L, 5L);
        assertThat(refused.headers().firstValue("Connection"))
                .as("who is refused keeps the connection")
                .isEmpty();
    }

    private HttpResponse<byte[]> trigger() throws Exception {
        return send(HttpRequest.newBuilder(at("/triggers")).POST(body()));
    }

    private static HttpRequest.BodyPublisher body() {
        return HttpRequest.BodyPublishers.ofString("{}");
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
