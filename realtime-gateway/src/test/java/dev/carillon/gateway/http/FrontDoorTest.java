package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.platform.web.AllowedOrigins;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// A connection's deadline, on a clock that the test moves.
class FrontDoorTest {
    private static final String DESCRIPTION = "/v3/api-docs/gateway HTTP/1.1\r\nHost: here\r\n\r\n";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() {
        GatewaySettings settings =
                new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("carillon.gateway", Bindable.of(GatewaySettings.class));
        AllowedOrigins origins = new AllowedOrigins(Set.of());
        HttpContext http =
                new HttpContext(
                        settings,
                        new Routes(null, null, null),
                        null,
                        null,
                        null,
                        origins,
                        new Cors(origins),
                        new Refusals(meters),
                        new Lobby(10, 10, meters),
                        work::add);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new HttpPipeline(http));
        assertThat(inLobby()).isEqualTo(1);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void closesAConnectionThatSendsItsRequestTooSlowly() {
        for (byte each : "GET /v3/".getBytes(StandardCharsets.US_ASCII)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {each}));
            seconds(1);
        }
        millis(1_999);
        assertThat(channel.isOpen()).isTrue();

        millis(1);

        assertThat(answer()).startsWith("HTTP/1.1 408 ").contains("\"code\":\"request_timeout\"");
        assertThat(channel.isOpen()).isFalse();
        assertThat(inLobby()).isZero();
    }

    @Test
    void closesAConnectionWhoseBodyComesTooSlowly() {
        send("POST /api/v1/realtime/tickets HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{");
        seconds(9);
        send(" ");
        seconds(1);

        assertThat(answer()).startsWith("HTTP/1.1 408 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAConnectionThatSendsNothing() {
        seconds(10);

        assertThat(channel.isOpen()).isFalse();
        assertThat(inLobby()).isZero();
    }

    @Test
    void givesEveryRequestItsOwnDeadlineAndClosesAnIdleConnection() {
        for (int i = 0; i < 3; i++) {
            seconds(9);
            send("GET " + DESCRIPTION);
            work.remove().run();
            channel.runPendingTasks();
            assertThat(answer()).startsWith("HTTP/1.1 200 ");
        }
        seconds(9);
        assertThat(channel.isOpen()).isTrue();

        seconds(1);

        assertThat(answer()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersWhatTakesTooLongToAnswerOnce() {
        send("GET " + DESCRIPTION);
        seconds(10);

        assertThat(answer()).startsWith("HTTP/1.1 503 ").contains("retry-after: 5");
        assertThat(channel.isOpen()).isFalse();
        work.remove().run();
        channel.runPendingTasks();
        assertThat(answer()).isEmpty();
    }

    @Test
    void answersHeadAsGetWithoutItsBody() {
        send("GET " + DESCRIPTION);
        work.remove().run();
        channel.runPendingTasks();
        String get = answer();
        send("HEAD " + DESCRIPTION);
        work.remove().run();
        channel.runPendingTasks();

        assertThat(answer()).isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4));
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void seconds(int seconds) {
        millis(seconds * 1_000);
    }

    private void millis(int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private double inLobby() {
        return meters.get("carillon.gateway.pending").gauge().value();
    }

    private String answer() {
        StringBuilder answer = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            answer.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return answer.toString();
    }
}
