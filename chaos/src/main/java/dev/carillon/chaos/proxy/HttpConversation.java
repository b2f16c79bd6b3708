package dev.carillon.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Requests and responses of HTTP/1.1, with their bodies. The words of a request and of its response are for example
/// `POST /emails`. After an upgrade to WebSocket each frame is a message without words.
final class HttpConversation implements Conversation {
    private final Queue<Message.Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean upgraded;

    @Override
    public Message fromClient(DataInputStream in) throws IOException {
        awaitByte(in);
        if (upgraded) {
            return Conversation.some(in);
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Head head = Head.read(in, read);
        body(in, read, head, 0);
        String[] request = head.first().split(" ", 3);
        String words = request[0] + (request.length > 1 ? " " + request[1] : "");
        Message message = Message.request(read.toByteArray(), words);
        asked.add(Message.Asked.of(message));
        return message;
    }

    @Override
    public Message fromServer(DataInputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        if (upgraded) {
            frame(in, read);
            return Message.plain(read.toByteArray());
        }
        Head head = Head.read(in, read);
        String status = head.first().split(" ", 3)[1];
        if (status.startsWith("1")) {
            upgraded = status.equals("101");
            return Message.plain(read.toByteArray());
        }
        Message.Asked request = asked.poll();
        boolean hasNone =
                status.equals("204")
                        || status.equals("304")
                        || (request != null && request.words().startsWith("HEAD "));
        if (!hasNone) {
            body(in, read, head, LARGEST);
        }
        byte[] bytes = read.toByteArray();
        return request == null ? Message.plain(bytes) : request.answeredBy(bytes);
    }

    /// Only the next byte shows whether the client continues with HTTP.
    private static void awaitByte(DataInputStream in) throws IOException {
        in.mark(1);
        in.readUnsignedByte();
        in.reset();
    }

    /// @param length length of a body without a length header: 0, or everything until the end of the connection
    private static void body(DataInputStream in, ByteArrayOutputStream read, Head head, int length)
            throws IOException {
        if (head.isChunked()) {
            int chunk;
            do {
                chunk = Integer.parseInt(Conversation.line(in, read).split(";", 2)[0].strip(), 16);
                read.writeBytes(Conversation.exactly(in, chunk + 2));
            } while (chunk > 0);
        } else if (head.length() >= 0) {
            read.writeBytes(Conversation.exactly(in, head.length()));
        } else {
            read.writeBytes(in.readNBytes(length));
        }
    }

    /// A frame from the server, which is not masked.
    private static void frame(DataInputStream in, ByteArrayOutputStream read) throws IOException {
        byte[] start = Conversation.exactly(in, 2);
        read.writeBytes(start);
        int length = start[1] & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        byte[] extended = Conversation.exactly(in, more);
        read.writeBytes(extended);
        if (more > 0) {
            length = new java.math.BigInteger(1, extended).intValueExact();
        }
        read.writeBytes(Conversation.exactly(in, length));
    }

    /// The first line, and what the headers say about the body.
    private record Head(String first, int length, boolean isChunked) {
        static Head read(DataInputStream in, ByteArrayOutputStream read) throws IOException {
            String first = Conversation.line(in, read);
            int length = -1;
            boolean chunked = false;
            for (String line = Conversation.line(in, read);
                    !line.isEmpty();
                    line = Conversation.line(in, read)) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                } else if (header.startsWith("transfer-encoding:")) {
                    chunked = header.contains("chunked");
                }
            }
            return new Head(first, length, chunked);
        }
    }
}
