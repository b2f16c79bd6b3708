package dev.carillon.drive;

import dev.carillon.local.Stack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Redis of a stack, as an operator with redis-cli sees it. Each call opens its own connection.
public final class RedisServer {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Stack stack;

    public RedisServer(Stack stack) {
        this.stack = stack;
    }

    /// Deletes all data.
    public void flush() {
        ask("FLUSHALL");
    }

    /// The content of a hash; empty when it does not exist.
    public Map<String, String> hash(String key) {
        List<String> flat = ask("HGETALL " + key);
        Map<String, String> hash = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            hash.put(flat.get(i), flat.get(i + 1));
        }
        return hash;
    }

    public long sizeOfHash(String key) {
        return Long.parseLong(ask("HLEN " + key).getFirst());
    }

    /// The run id of the server.
    public String runId() {
        return ask("INFO server")
                .getFirst()
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .map(line -> line.substring("run_id:".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /// Sends one command and returns its reply as a flat list.
    ///
    /// @throws IllegalStateException when the server replies with an error
    private List<String> ask(String command) {
        String[] address = stack.redis().replace("redis://", "").split(":", -1);
        try (Socket redis = new Socket(address[0], Integer.parseInt(address[1]))) {
            redis.setSoTimeout(PATIENCE_MILLIS);
            redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    redis.getInputStream(), StandardCharsets.ISO_8859_1));
            return answer(command, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> answer(String command, BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null || line.startsWith("-")) {
            throw new IllegalStateException(command + ": " + line);
        }
        int size = line.startsWith("$") || line.startsWith("*") ? number(line) : 0;
        if (line.startsWith("$")) {
            char[] text = new char[Math.max(0, size) + 2];
            for (int read = 0; read < text.length && size >= 0; ) {
                int more = in.read(text, read, text.length - read);
                if (more < 0) {
                    throw new IOException("Redis closed the connection");
                }
                read += more;
            }
            return List.of(new String(text, 0, Math.max(0, size)));
        }
        if (!line.startsWith("*")) {
            return List.of(line.substring(1));
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.addAll(answer(command, in));
        }
        return all;
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(1));
    }
}
