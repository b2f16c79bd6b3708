package dev.carillon.drive;

import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the gateway. It reconnects automatically, resumes from its cursor, calls the changes endpoint after
/// `resync`, sends an action until it is answered, and stores what it received. A test can keep it away or make it read
/// nothing for a while.
public final class BellClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Errors that say nothing about the action: it must be sent again.
    private static final Set<String> AGAIN = Set.of("overloaded", "unavailable");

    private final String recipient;
    private final List<URI> gateways;
    private final Callers callers;
    private final Rest rest;
    private final ShownInbox inbox;
    private final Thread thread;
    private final List<Boolean> hellos = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> told = new ConcurrentHashMap<>();
    private final Map<String, Action> pending = new ConcurrentHashMap<>();
    private final Object sending = new Object();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(true);
    private int connects = -1;
    private volatile CompletableFuture<Void> current = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();
    private volatile long awayUntil = System.nanoTime();
    private volatile long readsFrom = System.nanoTime();
    private volatile Duration silence = Duration.ofMinutes(1);
    private volatile @Nullable WebSocket socket;

    private record Action(String json, CompletableFuture<JsonNode> answer) {}

    /// Reads the first page, then connects to the first gateway.
    public BellClient(Stack stack, Callers callers, String recipient) {
        this(stack, callers, recipient, 1);
    }

    /// The same; uses the gateways alternately.
    public BellClient(Stack stack, Callers callers, String recipient, int gateways) {
        this(
                callers,
                recipient,
                IntStream.rangeClosed(1, gateways)
                        .mapToObj(replica -> stack.url(Service.GATEWAY, replica))
                        .toList());
    }

    /// The same; uses these addresses, which lead to gateways, alternately.
    public BellClient(Callers callers, String recipient, List<URI> gateways) {
        this.gateways = List.copyOf(gateways);
        this.callers = callers;
        this.recipient = recipient;
        this.rest = callers.user(recipient);
        this.inbox = new ShownInbox(rest.get("/api/v1/notifications").expect(200).body());
        this.thread = Thread.ofVirtual().start(this::run);
    }

    public String recipient() {
        return recipient;
    }

    public ShownInbox inbox() {
        return inbox;
    }

    /// The `seq` of the changes that it applied, in order.
    public List<Long> shown() {
        return inbox.shown();
    }

    /// The ids of the notifications that it applied, including repetitions.
    public List<String> told() {
        return inbox.told();
    }

    public List<Long> missing(long upTo) {
        return inbox.missing(upTo);
    }

    /// `recovered` of each hello.
    public List<Boolean> hellos() {
        return List.copyOf(hellos);
    }

    /// Errors that must not happen.
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /// How often it received `resync`, and how often the gateway closed the connection, by close code.
    public Map<String, Integer> interruptions() {
        return Map.copyOf(told);
    }

    public boolean isConnected() {
        return socket != null && !hellos.isEmpty();
    }

    private void run() {
        while (!closed) {
            try {
                LockSupport.parkNanos(awayUntil - System.nanoTime());
                heardAt = System.nanoTime();
                CompletableFuture<Void> gone = connect();
                while (!isGone(gone)) {
                    if (System.nanoTime() - heardAt > silence.toNanos()) {
                        drop();
                        break;
                    }
                    sendPending();
                }
            } catch (ExecutionException away) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isGone(CompletableFuture<Void> gone)
            throws InterruptedException, ExecutionException {
        try {
            gone.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException there) {
            return false;
        }
    }

    /// Closes the connection without a closing handshake.
    public void drop() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        current.complete(null);
    }

    /// Closes the connection and reconnects only after a while.
    public void stayAway(Duration length) {
        awayUntil = System.nanoTime() + length.toNanos();
        drop();
    }

    /// Reads nothing from the connection for a while.
    public void stopReading(Duration length) {
        readsFrom = System.nanoTime() + length.toNanos();
    }

    private CompletableFuture<Void> connect() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        current = gone;
        connects++;
        String gateway =
                gateways.get(connects % gateways.size()).toString().replaceFirst("^http", "ws");
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
                                send(
                                        opened,
                                        "{\"type\":\"resume\",\"cursor\":\""
                                                + inbox.cursor()
                                                + "\"}");
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
            readOn(socket);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            told.merge(String.valueOf(code), 1, Integer::sum);
            gone.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            gone.completeExceptionally(fault);
        }
    }

    private void readOn(WebSocket open) {
        long wait = readsFrom - System.nanoTime();
        if (wait <= 0) {
            open.request(1);
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)
                    .execute(() -> open.request(1));
        }
    }

    private synchronized void take(WebSocket from, JsonNode message) {
        switch (message.path("type").asString()) {
            case "hello" -> {
                silence = Duration.ofMillis(message.path("ping_interval").asLong(30_000) * 5 / 2);
                hellos.add(message.path("recovered").asBoolean());
                sendPending();
            }
            case "ping" -> send(from, "{\"type\":\"pong\"}");
            case "resync" -> {
                told.merge("resync", 1, Integer::sum);
                catchUp();
            }
            case "reset" -> faults.add("reset");
            case "notification", "changed" -> {
                if (!inbox.take(message)) {
                    catchUp();
                }
                answered(message);
            }
            case "error" -> {
                if (!AGAIN.contains(message.path("code").asString())) {
                    answered(message);
                }
            }
            default -> {
                // Ignores other messages.
            }
        }
    }

    private void answered(JsonNode message) {
        if (message.hasNonNull("action_id")) {
            Action action = pending.remove(message.path("action_id").asString());
            if (action != null) {
                action.answer().complete(message);
            }
        }
    }

    private void catchUp() {
        String from = inbox.cursor();
        while (from != null) {
            from =
                    inbox.takePage(
                            rest.get("/api/v1/notifications/changes?cursor=" + from)
                                    .expect(200)
                                    .body());
        }
    }

    /// Sends an action until it is answered, and returns the answer: `changed` or `error`.
    ///
    /// @param fields fields besides type and id
    public CompletableFuture<JsonNode> act(String type, Map<String, ?> fields) {
        String id = UUID.randomUUID().toString();
        Map<String, Object> message = new LinkedHashMap<>(fields);
        message.put("type", type);
        message.put("action_id", id);
        Action action =
                new Action(
                        EventJson.mapper().writeValueAsString(message), new CompletableFuture<>());
        pending.put(id, action);
        send(action.json());
        return action.answer();
    }

    private void sendPending() {
        pending.values().forEach(action -> send(action.json()));
    }

    /// Sends a message unchanged.
    public void send(String json) {
        WebSocket open = socket;
        if (open != null) {
            send(open, json);
        }
    }

    /// Sends one message at a time: a socket refuses to send while another send is in progress.
    private void send(WebSocket open, String json) {
        synchronized (sending) {
            sent =
                    sent.handle((done, fault) -> true)
                            .thenCompose(ready -> open.sendText(json, true));
        }
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
