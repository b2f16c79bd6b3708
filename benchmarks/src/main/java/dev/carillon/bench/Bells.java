package dev.carillon.bench;

import dev.carillon.drive.Callers;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Many connected bells, as light as the JDK's client allows: each frame goes to one receiver, with the time of its arrival.
final class Bells implements AutoCloseable {
    private static final int AT_ONCE = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final List<WebSocket> sockets = new ArrayList<>();

    /// Connects a bell for each recipient.
    ///
    /// @param receiver of a frame's text and the `System.nanoTime()` at which it was whole; called on the client's threads
    Bells(Stack stack, Callers callers, List<String> recipients, ObjLongConsumer<String> receiver) {
        URI url =
                URI.create(
                        stack.url(Service.GATEWAY).toString().replaceFirst("^http", "ws")
                                + "/api/v1/realtime/ws");
        for (int from = 0; from < recipients.size(); from += AT_ONCE) {
            List<CompletableFuture<WebSocket>> opening =
                    recipients.subList(from, Math.min(recipients.size(), from + AT_ONCE)).stream()
                            .map(recipient ->
                                    http.newWebSocketBuilder()
                                            .subprotocols(
                                                    "carillon.v1",
                                                    "bearer." + callers.token(recipient, "user"))
                                            .buildAsync(url, new Frames(receiver)))
                            .toList();
            opening.forEach(socket -> sockets.add(socket.join()));
        }
    }

    private static final class Frames implements WebSocket.Listener {
        private final ObjLongConsumer<String> receiver;
        private final StringBuilder text = new StringBuilder();

        Frames(ObjLongConsumer<String> receiver) {
            this.receiver = receiver;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            long now = System.nanoTime();
            text.append(data);
            if (last) {
                String frame = text.toString();
                text.setLength(0);
                if (frame.contains("\"ping\"")) {
                    var _ = socket.sendText("{\"type\":\"pong\"}", true);
                }
                receiver.accept(frame, now);
            }
            socket.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        sockets.forEach(WebSocket::abort);
        http.shutdownNow();
    }
}
