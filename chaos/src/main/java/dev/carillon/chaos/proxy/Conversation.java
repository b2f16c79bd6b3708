package dev.carillon.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/// Splits the bytes of a connection into messages of its protocol. Each direction has its own thread.
interface Conversation {
    /// The greatest length of a message in any of these protocols, in bytes.
    int LARGEST = 128 * 1024 * 1024;

    /// Reads the client's next complete message.
    Message fromClient(DataInputStream in) throws IOException;

    /// Reads the server's next complete message.
    Message fromServer(DataInputStream in) throws IOException;

    /// Creates the conversation of a new connection.
    interface Protocol {
        /// @param proxyPort the port to which the client connected
        Conversation begin(int proxyPort);
    }

    /// Passes bytes on as they arrive, for a protocol that is not inspected.
    static Conversation ofBytes() {
        return new Conversation() {
            @Override
            public Message fromClient(DataInputStream in) throws IOException {
                return some(in);
            }

            @Override
            public Message fromServer(DataInputStream in) throws IOException {
                return some(in);
            }
        };
    }

    /// Reads the available bytes, at least one.
    static Message some(DataInputStream in) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException();
        }
        return Message.plain(java.util.Arrays.copyOf(buffer, read));
    }

    /// Reads exactly `length` bytes.
    static byte[] exactly(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("the message is too long: " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /// Reads a line and appends it with its line end to `read`. Returns it without the line end.
    static String line(DataInputStream in, ByteArrayOutputStream read) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); ; next = in.readUnsignedByte()) {
            read.write(next);
            if (next == '\n') {
                int length = line.length();
                boolean returned = length > 0 && line.charAt(length - 1) == '\r';
                return returned ? line.substring(0, length - 1) : line.toString();
            }
            line.append((char) next);
        }
    }
}
