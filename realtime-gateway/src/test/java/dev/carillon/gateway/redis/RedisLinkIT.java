package dev.carillon.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.test.EmbeddedServers;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisTimeoutException;

class RedisLinkIT {
    @Test
    void doesWhatFailedOnceItWasConnectedAgain() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (RedisLink link = new RedisLink(URI.create(EmbeddedServers.redis().url()))) {
            link.whenConnected(client -> done.add("first"));
            link.whenConnected(client -> {
                done.add("attempt");
                if (done.size() < 4) {
                    throw new RedisTimeoutException("no answer in time");
                }
            });

            link.start();

            await().until(() -> done.size() == 4);
            assertThat(done).containsExactly("first", "attempt", "attempt", "attempt");
            assertThat(link.connected()).isTrue();
        }
    }
}
