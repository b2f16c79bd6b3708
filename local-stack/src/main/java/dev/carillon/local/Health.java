package dev.carillon.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Checks whether a process on this machine is ready.
final class Health {
    private static final int MILLIS = 2_000;
    private static final int SHOWN = 600;

    private Health() {}

    /// Empty when the service's readiness probe answers 200, otherwise its answer.
    static String ofService(int managementPort) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection)
                            URI.create(
                                            "http://127.0.0.1:"
                                                    + managementPort
                                                    + "/actuator/health/readiness")
                                    .toURL()
                                    .openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            int status = connection.getResponseCode();
            return status == 200
                    ? ""
                    : "its readiness check returns " + status + " " + body(connection);
        } catch (IOException notYet) {
            return "its management port " + managementPort + " does not answer";
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            if (body == null) {
                return "";
            }
            String text = new String(body.readNBytes(SHOWN + 1), StandardCharsets.UTF_8);
            return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        }
    }

    /// Empty when the port accepts connections.
    static String ofPort(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            return "";
        } catch (IOException notYet) {
            return "port " + port + " does not answer";
        }
    }
}
