package dev.carillon.gateway;

import dev.carillon.events.EventJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// A WebSocket client like that of a product: it stores the messages and answers pings, unless the test stops that.
final class TestClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Map<String, Object>> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean answersPings = true;
    private volatile boolean reads = true;

    private TestClient(
            int port, String query, List<String> protocols, Map<String, String> headers) {
        var builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(),
                    protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        URI uri = URI.create("ws://127.0.0.1:" + port + "/api/v1/realtime/ws" + query);
        this.socket = builder.buildAsync(uri, this).join();
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// Connects with a bearer token, without a cursor.
    static TestClient connect(int port, String token) {
        return connect(port, "", token);
    }

    static TestClient connect(int port, String query, String token) {
        return new TestClient(port, query, List.of("carillon.v1", "bearer." + token), Map.of());
    }

    static TestClient connect(
            int port, String query, List<String> protocols, Map<String, String> headers) {
        return new TestClient(port, query, protocols, headers);
    }

    /// The status of a handshake that is answered with an HTTP error.
    static int refusal(int port, Map<String, String> headers) {
        return refusal(port, "", headers);
    }

    static int refusal(int port, String query, Map<String, String> headers) {
        try (TestClient connected = new TestClient(port, query, List.of(), headers)) {
            throw new AssertionError("connected: " + connected.messages);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    TestClient send(Object message) {
        return sendText(new String(EventJson.write(message), StandardCharsets.UTF_8));
    }

    TestClient sendText(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    TestClient sendBinary(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    TestClient resume(String cursor) {
        return send(Map.of("type", "resume", "cursor", cursor));
    }

    TestClient withoutPongs() {
        answersPings = false;
        return this;
    }

    /// Stops reading, like a phone in a tunnel.
    TestClient stopReading() {
        reads = false;
        return this;
    }

    TestClient readAgain() {
        reads = true;
        socket.request(1);
        return this;
    }

    List<Map<String, Object>> messages() {
        return List.copyOf(messages);
    }

    List<Map<String, Object>> messages(String type) {
        return messages.stream().filter(message -> type.equals(message.get("type"))).toList();
    }

    /// The seqs of the changes in the order of arrival, without heartbeats and answers.
    List<Long> seqs() {
        return messages.stream()
                .filter(message -> message.get("seq") != null)
                .map(message -> ((Number) message.get("seq")).longValue())
                .toList();
    }

    Map<String, Object> await(String type) {
        return await(type, message -> true);
    }

    Map<String, Object> await(String type, Predicate<Map<String, Object>> matching) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> messages(type).stream().filter(matching).findFirst().orElse(null),
                        found -> found != null);
    }

    void awaitSeq(long seq) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> seqs().contains(seq));
    }

    /// The close code.
    int awaitClose() {
        try {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not closed; got " + messages, e);
        }
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            for (String line : partial.toString().split("\n", -1)) {
                Map<String, Object> message =
                        EventJson.readObject(line.getBytes(StandardCharsets.UTF_8));
                messages.add(message);
                if ("ping".equals(message.get("type")) && answersPings) {
                    var _ = webSocket.sendText("{\"type\":\"pong\"}", true);
                }
            }
            partial.setLength(0);
        }
        if (reads) {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
