package dev.carillon.email.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SmtpProviderTest {
    @Test
    void deliversHtmlAndTextOverAConnectionThatIsKept() throws Exception {
        GreenMail server =
                new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (SmtpProvider provider = provider(server.getSmtp().getPort(), false)) {
            for (int i = 0; i < 3; i++) {
                assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                        .isEqualTo(new SendOutcome.Sent("<1.0@example.org>"));
            }
            MimeMessage[] received = server.getReceivedMessages();
            assertThat(received).hasSize(3);
            assertThat(received[0].getSubject()).isEqualTo("Grüße");
            assertThat(received[0].getHeader("Message-ID")).containsExactly("<1.0@example.org>");
            assertThat(received[0].getHeader("List-Unsubscribe")[0].replaceAll("\\s", ""))
                    .isEqualTo("<https://example.org/unsubscribe/token>");
            assertThat(received[0].getContentType()).contains("multipart/alternative");
        } finally {
            server.stop();
        }
    }

    @Test
    void keepsTheConnectionBetweenMails() throws Exception {
        try (Server server = new Server("250 ok", false);
                SmtpProvider provider = provider(server.port(), false)) {
            provider.send(Samples.ENVELOPE, Samples.mail());
            provider.send(Samples.ENVELOPE, Samples.mail());
            assertThat(server.connections.get()).isEqualTo(1);
        }
    }

    @Test
    void aCutAfterDataIsUnknownUnlessAtLeastOnceIsChosen() throws Exception {
        try (Server server = new Server("250 ok", true);
                SmtpProvider once = provider(server.port(), false);
                SmtpProvider atLeastOnce = provider(server.port(), true)) {
            assertThat(once.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOf(SendOutcome.Unknown.class);
            assertThat(atLeastOnce.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOfSatisfying(
                            SendOutcome.Transient.class,
                            failed -> assertThat(failed.maybeAccepted()).isTrue());
        }
    }

    @Test
    void aRefusedRecipientIsPermanentAndAGreylistedOneIsNot() throws Exception {
        try (Server refuses = new Server("550 no such user", false);
                SmtpProvider provider = provider(refuses.port(), false)) {
            assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOfSatisfying(
                            SendOutcome.Permanent.class,
                            refused -> assertThat(refused.failure().status()).isEqualTo(550));
        }
        try (Server later = new Server("451 try later", false);
                SmtpProvider provider = provider(later.port(), false)) {
            assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOfSatisfying(
                            SendOutcome.Transient.class,
                            failed -> assertThat(failed.maybeAccepted()).isFalse());
        }
    }

    @Test
    void whereNobodyListensNothingWasAccepted() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (SmtpProvider provider = provider(port, false)) {
            assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOfSatisfying(
                            SendOutcome.Transient.class,
                            failed -> assertThat(failed.maybeAccepted()).isFalse());
        }
    }

    private static SmtpProvider provider(int port, boolean atLeastOnce) {
        return new SmtpProvider(
                new SmtpProperties(
                        "127.0.0.1",
                        port,
                        null,
                        null,
                        false,
                        false,
                        Duration.ofSeconds(5),
                        2,
                        Duration.ofSeconds(30),
                        100,
                        atLeastOnce));
    }

    /// A server of a few lines: answers RCPT as told and, where asked to, hangs up after the content.
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();
        private final String rcpt;
        private final boolean cut;

        Server(String rcpt, boolean cut) throws IOException {
            this.rcpt = rcpt;
            this.cut = cut;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> talk(client));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void talk(Socket client) {
            try (client;
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            client.getInputStream(), StandardCharsets.US_ASCII));
                    OutputStream out = client.getOutputStream()) {
                say(out, "220 ready");
                boolean data = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (data) {
                        if (line.equals(".")) {
                            if (cut) {
                                return;
                            }
                            data = false;
                            say(out, "250 taken");
                        }
                    } else if (line.startsWith("RCPT")) {
                        say(out, rcpt);
                    } else if (line.startsWith("DATA")) {
                        data = true;
                        say(out, "354 go on");
                    } else {
                        say(out, "250 ok");
                    }
                }
            } catch (IOException gone) {
                // the client hung up
            }
        }

        private static void say(OutputStream out, String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
