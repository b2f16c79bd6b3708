package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
}
