package dev.carillon.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The part of Resend's API that Carillon calls: `POST /emails` with idempotency keys, and failures on demand.
public final class ResendFake implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Accepted> accepted = new ConcurrentHashMap<>();

    /// @param key of `Idempotency-Key`
    public record Call(String key, String authorization, String body) {}

    /// @param status 0: the answer never arrives
    /// @param takes whether the mail is accepted nevertheless
    public record Fault(int status, String name, Map<String, String> headers, boolean takes) {}

    private record Accepted(String id, String body) {}

    public ResendFake() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/emails", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The next call gets this answer.
    public void next(int status, String name) {
        faults.add(new Fault(status, name, Map.of(), false));
    }

    public void next(Fault fault) {
        faults.add(fault);
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /// Calls whose body contains the text.
    public List<Call> calls(String text) {
        return calls.stream().filter(call -> call.body().contains(text)).toList();
    }

    /// How many mails with that text were really accepted.
    public long accepted(String text) {
        return accepted.values().stream().filter(one -> one.body().contains(text)).count();
    }

    public void reset() {
        faults.clear();
        calls.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                        .orElse("");
        calls.add(
                new Call(
                        key,
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        body));
        Fault fault = faults.poll();
        Accepted taken = new Accepted("", body);
        if (fault == null || fault.takes()) {
            taken =
                    accepted.computeIfAbsent(
                            key, fresh -> new Accepted("re_" + accepted.size(), body));
        }
        if (!taken.body().equals(body)) {
            reply(exchange, 409, error(409, "invalid_idempotent_request"));
        } else if (fault == null) {
            reply(exchange, 200, "{\"id\":\"" + taken.id() + "\"}");
        } else if (fault.status() == 0) {
            hang();
            exchange.close();
        } else {
            fault.headers().forEach(exchange.getResponseHeaders()::add);
            reply(
                    exchange,
                    fault.status(),
                    fault.status() == 200 ? fault.name() : error(fault.status(), fault.name()));
        }
    }

    private static void hang() {
        try {
            TimeUnit.SECONDS.sleep(5);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String error(int status, String name) {
        return "{\"statusCode\":%d,\"name\":\"%s\",\"message\":\"said by the fake\"}"
                .formatted(status, name);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
