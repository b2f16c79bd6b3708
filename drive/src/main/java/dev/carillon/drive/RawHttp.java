package dev.carillon.drive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// HTTP with a separate socket for each request; a request may be any bytes.
public final class RawHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int HTTP_0_9 = 9;

    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    /// @param status 0 when the server closed the connection without a response; 9 when it responded like HTTP/0.9,
    ///     without status and headers
    /// @param headers by name in lower case
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /// Sends a request and reads the response as its headers say.
    ///
    /// @param method decides whether a response has a body
    /// @throws java.net.SocketTimeoutException when the server does not respond
    public Answer send(String method, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException closed) {
                // Refused before it was sent completely. The response may have
                // arrived nevertheless.
            }
            return read(method, new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static Answer read(String method, InputStream in) throws IOException {
        String line = line(in);
        while (line.startsWith("HTTP/1.1 1") && !line.startsWith("HTTP/1.1 101")) {
            headers(in);
            line = line(in);
        }
        if (line.isEmpty()) {
            return new Answer(0, Map.of(), "");
        }
        if (!line.startsWith("HTTP/")) {
            String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(HTTP_0_9, Map.of(), line + rest);
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        Map<String, String> headers = headers(in);
        boolean bodyless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        byte[] body = bodyless ? new byte[0] : body(headers, in);
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] body(Map<String, String> headers, InputStream in) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16);
                size > 0;
                size = Integer.parseInt(line(in), 16)) {
            body.writeBytes(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /// Empty at the end of the stream.
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (next != '\r') {
                    line.write(next);
                }
            }
        } catch (SocketException reset) {
            return "";
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
