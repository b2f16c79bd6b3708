package dev.carillon.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket that sends any frames, valid or not; client libraries send only valid ones.
final class RawFrames implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int CLOSE = 0x88;

    private final Socket socket;
    private final DataInputStream in;

    private RawFrames(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawFrames connect(int port, String token) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        RawFrames frames = new RawFrames(socket);
        String handshake =
                """
                GET /api/v1/realtime/ws HTTP/1.1
                Host: localhost
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Authorization: Bearer %s

                """
                        .formatted(token)
                        .replace("\n", "\r\n");
        frames.send(handshake.getBytes(StandardCharsets.US_ASCII));
        int matched = 0;
        while (matched < 4) {
            int next = frames.in.readByte();
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return frames;
    }

    /// A masked frame, with a mask of zeros.
    ///
    /// @param first its first byte: FIN, reserved bits and opcode
    static byte[] frame(int first, byte... payload) {
        byte[] frame = new byte[6 + (payload.length > 125 ? 2 : 0) + payload.length];
        frame[0] = (byte) first;
        if (payload.length > 125) {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        } else {
            frame[1] = (byte) (0x80 | payload.length);
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// The code of the server's close frame; earlier frames are skipped.
    int awaitClose() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] payload = in.readNBytes(length);
            if (first == CLOSE) {
                return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
