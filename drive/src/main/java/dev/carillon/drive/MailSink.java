package dev.carillon.drive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A local SMTP server that counts arrivals: each accepted email is one arrival, and is counted before the sender gets
/// its answer. Limits the connections, the size of an email, and what it keeps of one. Thread-safe.
public final class MailSink implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int PATIENCE_MILLIS = 120_000;

    private final ServerSocket server;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<ArrivedMail> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cuts = new AtomicInteger();

    /// Listens on a free port.
    public MailSink() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("mail-sink").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// All accepted emails, in order.
    public List<ArrivedMail> arrivals() {
        return List.copyOf(arrivals);
    }

    /// Accepts the next emails, but closes the connection without an answer, so the sender cannot know.
    public void cutNext(int mails) {
        cuts.addAndGet(mails);
    }

    /// Counts an email as if it had arrived.
    public void deliver(ArrivedMail mail) {
        arrivals.add(mail);
    }

    /// Removes one arrival of an email.
    public void lose(ArrivedMail mail) {
        arrivals.remove(mail);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                free.acquire();
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("mail-sink-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                free.release();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            new Session(socket).talk();
        } catch (IOException gone) {
            // Emails accepted before are counted.
        } finally {
            open.remove(socket);
            free.release();
        }
    }

    /// One connection.
    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private String to = "";

        Session(Socket socket) throws IOException {
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void talk() throws IOException {
            say("220 sink");
            for (String line = line(); line != null; line = line()) {
                switch (verb(line)) {
                    case "EHLO" -> say("250-sink\r\n250-8BITMIME\r\n250 SIZE " + LARGEST);
                    case "HELO", "MAIL", "NOOP" -> say("250 ok");
                    case "RSET" -> {
                        to = "";
                        say("250 ok");
                    }
                    case "RCPT" -> {
                        to = line.replaceFirst("^[^<]*<", "").replaceFirst(">.*$", "");
                        say("250 ok");
                    }
                    case "DATA" -> {
                        if (!take()) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        say("221 bye");
                        return;
                    }
                    default -> say("502 not here");
                }
            }
        }

        /// Returns whether the connection continues.
        private boolean take() throws IOException {
            say("354 go on");
            byte[] mail = content();
            if (mail == null) {
                say("552 too large");
                return false;
            }
            arrivals.add(ArrivedMail.of(to, mail));
            if (cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return false;
            }
            say("250 taken");
            return true;
        }

        /// The content without dot-stuffing; null when it is too large.
        private byte @Nullable [] content() throws IOException {
            ByteArrayOutputStream mail = new ByteArrayOutputStream();
            while (mail.size() <= LARGEST) {
                String line = line();
                if (line == null) {
                    throw new IOException("the connection ended within an email");
                }
                if (line.equals(".")) {
                    return mail.toByteArray();
                }
                mail.writeBytes(
                        (line.startsWith(".") ? line.substring(1) : line)
                                .getBytes(StandardCharsets.ISO_8859_1));
                mail.write('\n');
            }
            return null;
        }

        private @Nullable String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                }
                if (line.size() > LONGEST_LINE) {
                    throw new IOException("a line is too long");
                }
                line.write(next);
            }
            return null;
        }

        private static String verb(String line) {
            return line.replaceFirst("[ :].*$", "").toUpperCase(Locale.ROOT);
        }

        private void say(String words) throws IOException {
            out.write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
