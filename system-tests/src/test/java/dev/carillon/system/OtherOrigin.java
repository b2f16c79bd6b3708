package dev.carillon.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// An application on another origin, which the stack allows with `carillon.web.allowed-origins`.
final class OtherOrigin {
    private static final HttpServer SERVER = open();

    private OtherOrigin() {}

    static String origin() {
        return "http://localhost:" + SERVER.getAddress().getPort();
    }

    static void serve(String path, String contentType, Supplier<String> content) {
        SERVER.createContext(
                path,
                exchange -> {
                    byte[] body = content.get().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", contentType);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    private static HttpServer open() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.start();
            return server;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }
}
