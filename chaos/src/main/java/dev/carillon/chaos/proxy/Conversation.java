package dev.carillon.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/// One connection's messages, told apart as its protocol does. Each direction is read by a thread of its own.
interface Conversation {
    /// The greatest message of any of the protocols here.
    int LARGEST = 128 * 1024 * 1024;

    /// The next whole message of the client.
    Message fromClient(DataInputStream in) throws IOException;

    /// The next whole message of the server.
    Message fromServer(DataInputStream in) throws IOException;

    /// How connections to a server are begun.
    interface Protocol {
        /// @param proxyPort where the client has connected
        Conversation begin(int proxyPort);
    }

    /// Bytes as they come: of a protocol that nobody looks into.
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

    /// What there is, at least a byte.
    static Message some(DataInputStream in) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException();
        }
        return Message.plain(java.util.Arrays.copyOf(buffer, read));
    }

    /// Exactly so many bytes.
    static byte[] exactly(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /// A line with its end, added to what was read; answers it without.
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
