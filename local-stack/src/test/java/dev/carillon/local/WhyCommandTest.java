package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    @Test
    void showsEveryPageOfATimeline() throws Exception {
        HttpServer api =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext(
                "/api/v1/timeline",
                exchange -> {
                    boolean second = exchange.getRequestURI().getQuery().contains("&cursor=a+b");
                    byte[] page =
                            (second
                                            ? "{\"items\":[{\"text\":\"3\"}]}"
                                            : "{\"items\":[{\"text\":\"1\"},{\"text\":\"2\"}],\"next_cursor\":\"a+b\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        api.start();
        try {
            LocalApi local = new LocalApi("http://localhost:" + api.getAddress().getPort());

            assertThat(WhyCommand.timeline(local, "token", "event_id=e"))
                    .extracting(entry -> entry.path("text").asString())
                    .containsExactly("1", "2", "3");
        } finally {
            api.stop(0);
        }
    }

    @Test
    void showsDetailsInOneFormatAndEscapesControlCharacters() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        WhyCommand.print(
                List.of(
                        RunFile.JSON.readTree(
                                """
                                {"stage": "decided", "at": "2026-12-01T08:00:00Z", "recipient": "ann", "text": "Not sent: \\u001b[31m",
                                 "channels": {"email": {"outcome": "deferred", "reason": "digest", "decided_by": "type",
                                   "due_at": "2026-12-01T09:00:00.000Z"}},
                                 "details": {"duplicate_of": "01a1", "attempts": 3, "settings": {"email": "categories.x.email"}}}
                                """)),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        2026-12-01T08:00:00.000Z  decided        Not sent: \\u001b[31m
                            recipient          ann
                            email              deferred: collected for the recipient's next digest (digest, decided by type), due 2026-12-01T09:00:00Z
                            duplicate of       01a1
                            attempts           3
                            settings           {"email":"categories.x.email"}
                        """);
    }
}
