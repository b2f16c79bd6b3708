package dev.carillon.chaos.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The messages of the Postgres protocol, as its JDBC driver uses it. The words of an execution are its SQL. The words
/// of a commit, and of the server's response to it, are `COMMIT` followed by the statements of the transaction, one per
/// line; this includes statements that are committed without a transaction block. On a replication connection the words
/// are [#CONFIRMATION].
final class PostgresConversation implements Conversation {
    /// The client confirms how far it has read the slot; what it confirms is not sent again.
    static final String CONFIRMATION = "StandbyStatusUpdate";

    private static final int ENCRYPTION_ASKED = 80_877_103;
    private static final int GSS_ENCRYPTION_ASKED = 80_877_104;
    private static final int REMEMBERED = 100;

    private final Map<String, String> statements = new ConcurrentHashMap<>();
    private final Map<String, String> portals = new ConcurrentHashMap<>();
    private final Set<String> transaction = new LinkedHashSet<>();
    private boolean begun;
    private volatile boolean encryptionAsked;
    private boolean inTransaction;
    private volatile @Nullable String committing;
    private volatile @Nullable String implicit;

    @Override
    public Message fromClient(DataInputStream in) throws IOException {
        if (!begun) {
            return opening(in);
        }
        byte type = in.readByte();
        byte[] body = body(in);
        return Message.request(framed(type, body), words(type, body));
    }

    /// Reads the opening message, which has no type. A request for encryption is answered with one byte, and the real
    /// opening follows.
    private Message opening(DataInputStream in) throws IOException {
        byte[] body = body(in);
        int code = ByteBuffer.wrap(body).getInt();
        encryptionAsked = code == ENCRYPTION_ASKED || code == GSS_ENCRYPTION_ASKED;
        begun = !encryptionAsked;
        return Message.plain(
                ByteBuffer.allocate(Integer.BYTES + body.length)
                        .putInt(Integer.BYTES + body.length)
                        .put(body)
                        .array());
    }

    private String words(byte type, byte[] body) {
        Strings strings = new Strings(body);
        switch (type) {
            case 'P' -> statements.put(strings.next(), strings.next());
            case 'B' -> portals.put(strings.next(), statements.getOrDefault(strings.next(), ""));
            case 'E' -> {
                return executed(portals.getOrDefault(strings.next(), ""));
            }
            case 'Q' -> {
                String words = executed(strings.next());
                synced();
                return words;
            }
            case 'S' -> synced();
            case 'd' -> {
                return body.length > 0 && body[0] == 'r' ? CONFIRMATION : "";
            }
            default -> {}
        }
        return "";
    }

    /// Statements executed without a transaction block are committed now.
    private void synced() {
        if (!inTransaction && !transaction.isEmpty()) {
            implicit = commitOf(transaction);
            transaction.clear();
        }
    }

    private static String commitOf(Set<String> statements) {
        return "COMMIT\n" + String.join("\n", statements);
    }

    private String executed(String sql) {
        String first = sql.strip().toUpperCase(Locale.ROOT);
        if (first.equals("COMMIT")) {
            String words = commitOf(transaction);
            transaction.clear();
            inTransaction = false;
            committing = words;
            return words;
        }
        if (first.startsWith("BEGIN")) {
            transaction.clear();
            inTransaction = true;
        } else if (first.equals("ROLLBACK")) {
            transaction.clear();
            inTransaction = false;
        } else if (transaction.size() < REMEMBERED) {
            transaction.add(sql);
        }
        return sql;
    }

    @Override
    public Message fromServer(DataInputStream in) throws IOException {
        byte type = in.readByte();
        if (encryptionAsked) {
            encryptionAsked = false;
            return Message.plain(new byte[] {type});
        }
        byte[] body = body(in);
        String alone = implicit;
        if (alone != null && type == 'Z') {
            implicit = null;
            return Message.request(framed(type, body), alone);
        }
        String ended = committing;
        if (ended == null || type != 'C' || !new Strings(body).next().equals("COMMIT")) {
            return Message.plain(framed(type, body));
        }
        committing = null;
        return Message.request(framed(type, body), ended);
    }

    private static byte[] body(DataInputStream in) throws IOException {
        return Conversation.exactly(in, in.readInt() - Integer.BYTES);
    }

    private static byte[] framed(byte type, byte[] body) {
        return ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                .put(type)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array();
    }

    /// Reads consecutive zero-terminated strings.
    private static final class Strings {
        private final byte[] body;
        private int at;

        Strings(byte[] body) {
            this.body = body;
        }

        String next() {
            int start = at;
            while (at < body.length && body[at] != 0) {
                at++;
            }
            return new String(body, start, at++ - start, StandardCharsets.UTF_8);
        }
    }
}
