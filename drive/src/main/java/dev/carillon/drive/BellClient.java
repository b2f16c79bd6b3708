package dev.carillon.drive;

import dev.carillon.events.EventJson;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the gateway that connects again by itself, resumes from its cursor, asks the changes endpoint when it is told to,
/// and keeps what it was shown: each change by its `seq`, in the order in which it took them.
public final class BellClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String recipient;
    private final Stack stack;
    private final int gateways;
    private final Callers callers;
    private final Rest rest;
    private final Thread thread;
    private final List<Long> shown = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Boolean> hellos = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private int connects = -1;
    private volatile CompletableFuture<Void> current = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();
    private volatile Duration silence = Duration.ofMinutes(1);
    private volatile long seq;
    private volatile String cursor;
    private volatile @Nullable WebSocket socket;

    /// Reads the first page, then connects to the first gateway.
    public BellClient(Stack stack, Callers callers, String recipient) {
        this(stack, callers, recipient, 1);
    }

    /// The same, and takes the gateways in turn.
    public BellClient(Stack stack, Callers callers, String recipient, int gateways) {
        this.gateways = gateways;
        this.stack = stack;
        this.callers = callers;
        this.recipient = recipient;
        this.rest = callers.user(recipient);
        JsonNode page = rest.get("/api/v1/notifications").expect(200).body();
        this.cursor = page.path("cursor").stringValue();
        this.seq = page.path("counts").path("seq").asLong();
        this.thread = Thread.ofVirtual().start(this::run);
    }

    public String recipient() {
        return recipient;
    }

    /// The `seq` of the changes that it took, in order.
    public List<Long> shown() {
        return List.copyOf(shown);
    }

    /// The ids of notifications that it was told of, each as often as it took it.
    public List<String> told() {
        return List.copyOf(told);
    }

    /// `recovered` of each hello.
    public List<Boolean> hellos() {
        return List.copyOf(hellos);
    }

    /// What should not have happened.
    public List<String> faults() {
        return List.copyOf(faults);
    }

    public boolean isConnected() {
        return socket != null && !hellos.isEmpty();
    }

    private void run() {
        while (!closed) {
            try {
                heardAt = System.nanoTime();
                CompletableFuture<Void> gone = connect();
                while (!isGone(gone)) {
                    if (System.nanoTime() - heardAt > silence.toNanos()) {
                        drop();
                        break;
                    }
                }
            } catch (ExecutionException away) {
                java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isGone(CompletableFuture<Void> gone)
            throws InterruptedException, ExecutionException {
        try {
            gone.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException there) {
            return false;
        }
    }

    /// Cuts the connection, as a train in a tunnel does.
    public void drop() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        current.complete(null);
    }

    private CompletableFuture<Void> connect() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        current = gone;
        connects++;
        String gateway =
                stack.url(Service.GATEWAY, connects % gateways + 1)
                        .toString()
                        .replaceFirst("^http", "ws");
        var _ =
                HTTP.newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(5))
                        .subprotocols("carillon.v1", "bearer." + callers.token(recipient, "user"))
                        .buildAsync(URI.create(gateway + "/api/v1/realtime/ws"), new Frames(gone))
                        .whenComplete((opened, fault) -> {
                            if (fault != null) {
                                gone.completeExceptionally(fault);
                            } else {
                                socket = opened;
                                var _ =
                                        opened.sendText(
                                                "{\"type\":\"resume\",\"cursor\":\""
                                                        + cursor
                                                        + "\"}",
                                                true);
                            }
                        });
        return gone.whenComplete((nothing, fault) -> socket = null);
    }

    private final class Frames implements WebSocket.Listener {
        private final CompletableFuture<Void> gone;
        private final StringBuilder text = new StringBuilder();

        Frames(CompletableFuture<Void> gone) {
            this.gone = gone;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            heardAt = System.nanoTime();
            text.append(data);
            if (last) {
                text.toString()
                        .lines()
                        .forEach(line -> take(socket, EventJson.mapper().readTree(line)));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            gone.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            gone.completeExceptionally(fault);
        }
    }

    private synchronized void take(WebSocket from, JsonNode message) {
        switch (message.path("type").asString()) {
            case "hello" -> {
                silence = Duration.ofMillis(message.path("ping_interval").asLong(30_000) * 5 / 2);
                hellos.add(message.path("recovered").asBoolean());
            }
            case "ping" -> {
                var _ = from.sendText("{\"type\":\"pong\"}", true);
            }
            case "resync" -> catchUp();
            case "reset" -> faults.add("reset");
            case "notification", "changed" -> change(message);
            default -> {
                // nothing that this client keeps
            }
        }
    }

    private void change(JsonNode message) {
        if (!message.has("seq")) {
            return;
        }
        long arrived = message.path("seq").asLong();
        if (arrived <= seq) {
            return;
        }
        if (arrived > seq + 1) {
            catchUp();
            return;
        }
        seq = arrived;
        shown.add(arrived);
        if (message.path("type").asString().equals("notification")) {
            told.add(message.path("notification").path("id").asString());
        }
        cursor = message.path("cursor").asString(cursor);
    }

    /// What the changes endpoint answers counts as taken up to its cursor.
    private void catchUp() {
        boolean more = true;
        while (more) {
            JsonNode changes =
                    rest.get("/api/v1/notifications/changes?cursor=" + cursor).expect(200).body();
            for (JsonNode row : changes.path("items")) {
                if (row.path("created_seq").asLong(0) > seq) {
                    told.add(row.path("id").asString());
                }
            }
            long reached =
                    dev.carillon.events.Cursor.parse(changes.path("cursor").asString()).seq();
            for (long each = seq + 1; each <= reached; each++) {
                shown.add(each);
            }
            seq = Math.max(seq, reached);
            cursor = changes.path("cursor").asString();
            more = changes.path("has_more").asBoolean();
        }
    }

    /// Sends an action; the answer comes as a change.
    public void send(String json) {
        WebSocket open = socket;
        if (open != null) {
            var _ = open.sendText(json, true);
        }
    }

    public List<Long> missing(long upTo) {
        List<Long> missing = new ArrayList<>();
        for (long each = shown.isEmpty() ? upTo : shown.getFirst(); each <= upTo; each++) {
            if (!shown.contains(each)) {
                missing.add(each);
            }
        }
        return missing;
    }

    @Override
    public void close() {
        closed = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        thread.interrupt();
    }
}
