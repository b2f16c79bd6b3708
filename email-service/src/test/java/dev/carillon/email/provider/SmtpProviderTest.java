package dev.carillon.email.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.carillon.events.Reasons;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "ada@bücher.example, ada@xn--bcher-kva.example",
        "ada@maßband.example, ada@xn--maband-cta.example",
        "a..b@mail.example, '\"a..b\"@mail.example'",
        "a.@mail.example, '\"a.\"@mail.example'"
    })
    void everyAddressIsSentAsAscii(String address, String wire) throws Exception {
        try (Server server = new Server(Map.of());
                SmtpProvider provider = provider(server.port(), false)) {
            assertThat(provider.send(Samples.ENVELOPE, Samples.to(address)))
                    .isInstanceOf(SendOutcome.Sent.class);
            assertThat(server.lines).contains("RCPT TO:<" + wire + ">", "To: " + wire);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"paweł.lund@mail.example", "kovač@mail.example", "ada\u010a@bücher.example"})
    void aLocalPartBeyondAsciiIsRefusedWhereTheServerLacksSmtpUtf8(String address)
            throws Exception {
        try (Server server = new Server(Map.of());
                SmtpProvider provider = provider(server.port(), false)) {
            SendOutcome outcome = provider.send(Samples.ENVELOPE, Samples.to(address));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            SendOutcome.Permanent.class,
                            refused -> {
                                assertThat(refused.failure().errorClass())
                                        .isEqualTo(Reasons.NON_ASCII_ADDRESS);
                                assertThat(refused.failure().aboutThisMail()).isTrue();
                            });
            assertThat(provider.send(Samples.ENVELOPE, Samples.mail()))
                    .isInstanceOf(SendOutcome.Sent.class);
            assertThat(server.lines)
                    .filteredOn(line -> line.startsWith("RCPT"))
                    .containsExactly("RCPT TO:<ann@example.org>");
            assertThat(server.connections.get()).isEqualTo(1);
        }
    }

    @Test
    void smtpUtf8IsAskedForByTheMailsThatNeedItAndByNoOther() throws Exception {
        try (Server server =
                        new Server(Map.of("EHLO", "250-here\r\n250-8BITMIME\r\n250 SMTPUTF8"));
                SmtpProvider provider = provider(server.port(), false)) {
            for (String address : new String[] {"kovač@bücher.example", "ann@bücher.example"}) {
                assertThat(provider.send(Samples.ENVELOPE, Samples.to(address)))
                        .isInstanceOf(SendOutcome.Sent.class);
            }
            assertThat(server.lines)
                    .filteredOn(line -> line.startsWith("MAIL") || line.startsWith("RCPT"))
                    .containsExactly(
                            "MAIL FROM:<mail@example.org> SMTPUTF8 BODY=8BITMIME",
                            "RCPT TO:<kovač@xn--bcher-kva.example>",
                            "MAIL FROM:<mail@example.org>",
                            "RCPT TO:<ann@xn--bcher-kva.example>");
            assertThat(server.lines).contains("To: kovač@xn--bcher-kva.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@mail..example", "ada@🎉.example", "ada\u200b@mail.example", "a,b"})
    void anAddressThatCannotBeSentNeverReachesTheServer(String address) throws Exception {
        try (Server server = new Server(Map.of());
                SmtpProvider provider = provider(server.port(), false)) {
            assertThat(provider.send(Samples.ENVELOPE, Samples.to(address)))
                    .isInstanceOfSatisfying(
                            SendOutcome.Permanent.class,
                            refused ->
                                    assertThat(refused.failure().errorClass())
                                            .isEqualTo(Reasons.INVALID_ADDRESS));
            assertThat(server.connections.get()).isZero();
        }
    }

    @Test
    void namesAndSubjectsArriveAsTheyWereWritten() throws Exception {
        try (Server server = new Server(Map.of());
                SmtpProvider provider = provider(server.port(), false)) {
            Mail mail =
                    new Mail(
                            "Büro für Post <post@bücher.example>",
                            "ann@example.org",
                            "\"Acme, Inc.\" <help@example.org>",
                            "=?utf-8?Q?Not_encoded?= at all",
                            "<p>Hallo</p>",
                            "Hallo",
                            Map.of("X-Thing", "Überfällig č"));
            assertThat(provider.send(Samples.ENVELOPE, mail)).isInstanceOf(SendOutcome.Sent.class);
            assertThat(server.lines)
                    .contains(
                            "MAIL FROM:<post@xn--bcher-kva.example>",
                            "From: =?UTF-8?Q?B=C3=BCro_f=C3=BCr_Post?= <post@xn--bcher-kva.example>",
                            "Reply-To: \"Acme, Inc.\" <help@example.org>")
                    .allMatch(line -> HeaderText.isAscii(line.replace('\t', ' ')));
            MimeMessage received =
                    new MimeMessage(
                            null,
                            new ByteArrayInputStream(
                                    String.join(
                                                    "\r\n",
                                                    server.lines.subList(
                                                            server.lines.indexOf("DATA") + 1,
                                                            server.lines.size()))
                                            .getBytes(StandardCharsets.UTF_8)));
            assertThat(received.getSubject()).isEqualTo("=?utf-8?Q?Not_encoded?= at all");
            assertThat(received.getHeader("X-Thing")[0]).startsWith("=?UTF-8?");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 4.2.1 mailbox busy, Transient, true",
        "RCPT, 450 try later, Transient, true",
        "RCPT, 451 4.7.1 greylisted, Transient, true",
        "RCPT, 451 greylisted, Transient, true",
        "RCPT, 452 4.2.2 mailbox full, Transient, true",
        "RCPT, 451 4.3.0 lookup failed, Transient, false",
        "RCPT, 421 closing, Transient, false",
        "RCPT, 550 5.1.1 no such user, Permanent, true",
        "RCPT, 551 not local, Permanent, true",
        "RCPT, 552 5.2.2 full, Permanent, true",
        "RCPT, 553 not a mailbox, Permanent, true",
        "RCPT, 530 5.7.0 sign in first, ProviderDown, false",
        "MAIL, 421 busy, Transient, false",
        "MAIL, 451 4.3.0 trouble, Transient, false",
        "MAIL, 452 4.3.1 disk full, Transient, false",
        "MAIL, 452 4.3.4 too large, Transient, true",
        "MAIL, 454 4.7.0 no sign-in now, Transient, false",
        "MAIL, 552 5.3.4 too large, Permanent, true",
        "MAIL, 530 5.7.0 sign in first, ProviderDown, false",
        "MAIL, 553 5.7.1 not your address, ProviderDown, false",
        "., 554 5.6.0 bad content, Permanent, true",
        "., 554 spam, Permanent, true",
        "., 552 too large, Permanent, true",
        "., 451 4.3.0 trouble, Transient, false",
        "., 451 trouble, Transient, false",
        "., 450 4.7.1 policy, Transient, true",
        "DATA, 554 no valid recipients, Permanent, true"
    })
    void anAnswerIsAboutThisMailOrAboutTheServer(
            String command, String answer, String outcome, boolean aboutThisMail) throws Exception {
        try (Server server = new Server(Map.of(command, answer));
                SmtpProvider provider = provider(server.port(), false)) {
            SendOutcome sent = provider.send(Samples.ENVELOPE, Samples.mail());
            assertThat(sent.getClass().getSimpleName()).isEqualTo(outcome);
            assertThat(
                            switch (sent) {
                                case SendOutcome.Transient failed -> failed.failure();
                                case SendOutcome.Permanent failed -> failed.failure();
                                case SendOutcome.ProviderDown failed -> failed.failure();
                                default -> throw new AssertionError(sent);
                            })
                    .satisfies(
                            failure -> assertThat(failure.aboutThisMail()).isEqualTo(aboutThisMail))
                    .satisfies(failure -> assertThat(answer).startsWith(failure.status() + ""));
        }
    }

    /// A small SMTP server: it replies to commands as configured, and can close the connection after the content.
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Map<String, String> answers;
        private final boolean cut;

        Server(String rcpt, boolean cut) throws IOException {
            this(Map.of("RCPT", rcpt), cut);
        }

        /// @param answers replies by command; `.` is the end of the content
        Server(Map<String, String> answers) throws IOException {
            this(answers, false);
        }

        private Server(Map<String, String> answers, boolean cut) throws IOException {
            this.answers = answers;
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
                                            client.getInputStream(), StandardCharsets.UTF_8));
                    OutputStream out = client.getOutputStream()) {
                say(out, "220 ready");
                boolean data = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                    if (data) {
                        if (line.equals(".")) {
                            if (cut) {
                                return;
                            }
                            data = false;
                            say(out, answers.getOrDefault(".", "250 taken"));
                        }
                    } else if (line.startsWith("DATA") && !answers.containsKey("DATA")) {
                        data = true;
                        say(out, "354 go on");
                    } else {
                        say(out, answers.getOrDefault(line.replaceFirst("[ :].*$", ""), "250 ok"));
                    }
                }
            } catch (IOException gone) {
                // The client closed the connection.
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
