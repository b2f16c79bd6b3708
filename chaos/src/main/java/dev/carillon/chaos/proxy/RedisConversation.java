package dev.carillon.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Redis commands and replies. The words are the command and the beginning of each argument. A reply has the words of
/// its command, until the connection subscribes: messages after that are not replies.
final class RedisConversation implements Conversation {
    private static final int SHOWN = 100;

    private final Queue<Message.Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean subscribed;

    @Override
    public Message fromClient(DataInputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        StringBuilder words = new StringBuilder();
        value(in, read, words);
        String command = words.toString().strip();
        subscribed |= command.split(" ", 2)[0].endsWith("SUBSCRIBE");
        Message message = Message.request(read.toByteArray(), command);
        if (!subscribed) {
            asked.add(Message.Asked.of(message));
        }
        return message;
    }

    @Override
    public Message fromServer(DataInputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        value(in, read, new StringBuilder());
        Message.Asked command = subscribed ? null : asked.poll();
        byte[] bytes = read.toByteArray();
        return command == null ? Message.plain(bytes) : command.answeredBy(bytes);
    }

    private static void value(DataInputStream in, ByteArrayOutputStream read, StringBuilder words)
            throws IOException {
        String line = Conversation.line(in, read);
        char type = line.isEmpty() ? ' ' : line.charAt(0);
        switch (type) {
            case '$', '=', '!' -> {
                int length = Integer.parseInt(line.substring(1));
                if (length >= 0) {
                    byte[] text = Conversation.exactly(in, length);
                    read.writeBytes(text);
                    read.writeBytes(Conversation.exactly(in, 2));
                    words.append(
                                    new String(
                                            text,
                                            0,
                                            Math.min(length, SHOWN),
                                            StandardCharsets.UTF_8))
                            .append(' ');
                }
            }
            case '*', '~', '>' -> values(in, read, words, Integer.parseInt(line.substring(1)));
            case '%' -> values(in, read, words, 2 * Integer.parseInt(line.substring(1)));
            default -> words.append(line).append(' ');
        }
    }

    private static void values(
            DataInputStream in, ByteArrayOutputStream read, StringBuilder words, int count)
            throws IOException {
        for (int i = 0; i < count; i++) {
            value(in, read, words);
        }
    }
}
