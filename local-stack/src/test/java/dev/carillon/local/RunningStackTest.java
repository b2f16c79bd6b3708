package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStackTest {
    @TempDir Path root;
    private HttpServer api;
    private volatile String config = "{\"local\": true}";

    @BeforeEach
    void startAnApi() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext(
                "/client/config.json",
                exchange -> {
                    byte[] body = config.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        api.start();
    }

    @AfterEach
    void stopTheApi() {
        api.stop(0);
    }

    private String port() {
        return Integer.toString(api.getAddress().getPort());
    }

    private RunningStack.Search search(boolean chosen, Map<String, String> environment) {
        return new RunningStack.Search(root.resolve(".carillon"), chosen, environment, root);
    }

    @Test
    void findsTheContainersByThePortOfTheEnvironment() {
        RunningStack found =
                search(false, Map.of("CARILLON_API_PORT", port(), "CARILLON_KAFKA_PORT", "29092"))
                        .find();

        assertThat(found.api()).isEqualTo("http://localhost:" + port());
        assertThat(found.kafka()).isEqualTo("localhost:29092");
    }

    @Test
    void readsThePortsOfDotEnvWhichTheEnvironmentOverrides() throws IOException {
        Files.writeString(
                root.resolve(".env"),
                "# ports\nCARILLON_API_PORT=\"" + port() + "\"\nCARILLON_KAFKA_PORT=1\n");

        assertThat(search(false, Map.of()).find().kafka()).isEqualTo("localhost:1");
        assertThat(search(false, Map.of("CARILLON_KAFKA_PORT", "2")).find().kafka())
                .isEqualTo("localhost:2");
    }

    @Test
    void leavesAloneWhatIsNoStackInLocalMode() {
        config = "{\"local\": false}";
        assertThatThrownBy(() -> search(false, Map.of("CARILLON_API_PORT", port())).find())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("No stack is running in");
    }

    @Test
    void looksNowhereElseWhenADirectoryIsNamed() {
        assertThatThrownBy(() -> search(true, Map.of("CARILLON_API_PORT", port())).find())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("No stack is running in " + root.resolve(".carillon"));
    }

    @Test
    void namesAPortThatIsNone() {
        assertThatThrownBy(() -> search(false, Map.of("CARILLON_API_PORT", "http")).find())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("CARILLON_API_PORT is a port, but is http");
    }
}
