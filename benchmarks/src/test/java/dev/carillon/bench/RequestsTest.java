package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private final Requests.Told told =
            new Requests.Told() {
                @Override
                public void answered(Requests.Answer answer) {
                    outcomes.add(answer.status() + " " + answer.retryAfter() + " " + answer.body());
                }

                @Override
                public void failed(Throwable cause) {
                    outcomes.add(cause.getClass().getSimpleName());
                }
            };

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /// Refuses every third request, closes the connection after every fifth, and otherwise echoes the bearer token and
    /// the body.
    private void answer(HttpExchange exchange) throws IOException {
        int number = requests.getAndIncrement();
        ports.add(exchange.getRemoteAddress().getPort());
        byte[] body =
                (exchange.getRequestHeaders().getFirst("Authorization")
                                + " "
                                + new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        if (number % 3 == 0) {
            exchange.getResponseHeaders().add("Retry-After", "7");
        }
        if (number % 5 == 0) {
            exchange.getResponseHeaders().add("Connection", "close");
        }
        exchange.sendResponseHeaders(number % 3 == 0 ? 429 : 202, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, Integer> outcomes(int count) throws InterruptedException {
        Map<String, Integer> all = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            all.merge(String.valueOf(outcomes.poll(30, TimeUnit.SECONDS)), 1, Integer::sum);
        }
        return all;
    }

    @Test
    void eachRequestIsAnsweredOverAFewConnections() throws InterruptedException {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        try (Requests http = new Requests(url, 4)) {
            for (int i = 0; i < 300; i++) {
                http.post("key", "{}", told);
            }
            assertThat(outcomes(300))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("202 null Bearer key {}", 200, "429 7 Bearer key {}", 100));
        }
        // Four connections, and one more for each of the sixty that were closed.
        assertThat(ports).hasSizeBetween(60, 64);
        assertThat(requests).hasValue(300);
    }

    @Test
    void anUnansweredRequestFailsOnceAndTheNextIsSent() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Requests http =
                        new Requests(
                                URI.create("http://localhost:" + rude.getLocalPort() + "/"), 2)) {
            threads.execute(() -> closeEach(rude));
            for (int i = 0; i < 20; i++) {
                http.post("key", "{}", told);
            }
            assertThat(outcomes(20).keySet())
                    .allSatisfy(what -> assertThat(what).endsWith("Exception"));
            assertThat(outcomes).isEmpty();
        }
    }

    private static void closeEach(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                var _ = socket.getInputStream().read();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void failsWithoutAServer() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        try (Requests http = new Requests(URI.create("http://localhost:" + nobody + "/"), 2)) {
            for (int i = 0; i < 5; i++) {
                http.post("key", "{}", told);
            }
            assertThat(outcomes(5))
                    .containsValue(5)
                    .allSatisfy((what, count) -> assertThat(what).contains("Connect"));
        }
    }
}
