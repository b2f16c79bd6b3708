package dev.carillon.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.settings.GatewaySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A replica that stops disconnects every client, and spreads their reconnects over time.
class DrainTest {
    private final GatewayWithoutSockets gateway = new GatewayWithoutSockets(12);
    private final Drain drain =
            new Drain(
                    gateway.connections,
                    new GatewaySettings.Drain(
                            100,
                            Duration.ofMillis(100),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(25)),
                    new Random(1));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everybodyIsToldADelayOfTheirOwnWithinTheSpread() throws Exception {
        List<GatewayWithoutSockets.Client> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(gateway.connect(new RecipientKey("default", "person-" + i)));
        }

        drain.run();
        gateway.run();

        Set<Long> delays = new HashSet<>();
        for (GatewayWithoutSockets.Client client : clients) {
            assertThat(client.closeCode()).hasValue(4000);
            delays.add(((Number) client.messages("bye").getFirst().get("delay")).longValue());
        }
        assertThat(delays).hasSizeGreaterThan(6).allMatch(delay -> delay >= 0 && delay <= 10_000);
        assertThat(delays).anyMatch(delay -> delay > 5_000).anyMatch(delay -> delay < 5_000);
        assertThat(drain.begun()).isTrue();
    }
}
