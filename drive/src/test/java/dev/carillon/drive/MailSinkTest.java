package dev.carillon.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailSinkTest {
    private static final String ID = "0198d2f0-0000-8000-8000-000000000001";

    @Test
    void countsEachArrivalByIdGenerationAndAddress() throws Exception {
        try (MailSink sink = new MailSink();
                Client client = new Client(sink.port())) {
            client.send("one", "Hello\r\n..dot");
            client.send("two", "Hello\r\n..dot");

            assertThat(sink.arrivals()).hasSize(2);
            ArrivedMail first = sink.arrivals().getFirst();
            assertThat(first.id()).hasToString(ID);
            assertThat(first.generation()).isEqualTo(2);
            assertThat(first.kind()).isEqualTo("immediate");
            assertThat(first.to()).isEqualTo("ann@mail.example");
            assertThat(sink.arrivals().getLast().body())
                    .as("but for the boundary it is the same")
                    .isEqualTo(first.body());
        }
    }

    @Test
    void detectsADifferentBody() throws Exception {
        try (MailSink sink = new MailSink();
                Client client = new Client(sink.port())) {
            client.send("one", "Hello");
            client.send("one", "Hullo");

            assertThat(sink.arrivals().stream().map(ArrivedMail::body)).doesNotHaveDuplicates();
        }
    }

    @Test
    void acceptsAnEmailAndClosesTheConnection() throws Exception {
        try (MailSink sink = new MailSink();
                Client client = new Client(sink.port())) {
            sink.cutNext(1);

            assertThat(client.send("one", "Hello")).isEqualTo("hung up");
            assertThat(sink.arrivals()).hasSize(1);
        }
    }

    /// Speaks SMTP over a plain socket.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("220");
            assertThat(say("HELO me")).startsWith("250");
        }

        String send(String boundary, String content) throws IOException {
            assertThat(say("MAIL FROM:<a@b.example>")).startsWith("250");
            assertThat(say("RCPT TO:<ann@mail.example>")).startsWith("250");
            assertThat(say("DATA")).startsWith("354");
            return say(
                    """
                    Message-ID: <%1$s.2@carillon.localhost>\r
                    X-Carillon-Kind: immediate\r
                    Subject: Hi\r
                    Content-Type: multipart/alternative;\r
                     boundary="%2$s"\r
                    \r
                    --%2$s\r
                    %3$s\r
                    --%2$s--\r
                    .\
                    """
                            .formatted(ID, boundary, content));
        }

        private String say(String words) throws IOException {
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in.readLine();
            return answer == null ? "hung up" : answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
