package dev.carillon.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.test.EmbeddedServers;
import dev.carillon.test.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

/// Tickets of two replicas on a real Redis.
class TicketsIT {
    private static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final RecipientKey ANN = new RecipientKey("acme", "ann");

    private final SettableClock clock = SettableClock.at("2026-11-21T10:00:00Z");
    private final RedisLink redis = new RedisLink(URI.create(EmbeddedServers.redis().url()));
    private final RedisLink redisOfAnother =
            new RedisLink(URI.create(EmbeddedServers.redis().url()));
    private final Tickets tickets = new Tickets(redis, clock, LIFETIME);
    private final Tickets another = new Tickets(redisOfAnother, clock, LIFETIME);

    @BeforeEach
    void connect() {
        redis.start();
        redisOfAnother.start();
        await().until(() -> redis.connected() && redisOfAnother.connected());
    }

    @AfterEach
    void close() {
        redis.close();
        redisOfAnother.close();
    }

    @Test
    void aTicketDoesNotOutliveTheTokenItCameFrom() {
        Instant tokenEnds = clock.instant().plusSeconds(10);
        String used = tickets.issue(new Grant(ANN, tokenEnds)).ticket();
        String late = tickets.issue(new Grant(ANN, tokenEnds)).ticket();

        clock.set(tokenEnds.minusMillis(1));
        assertThat(tickets.take(used)).contains(new Grant(ANN, tokenEnds));
        clock.set(tokenEnds);

        assertThat(tickets.take(late)).isEmpty();
    }

    @Test
    void aTicketEndsAfter30SecondsOrWithItsTokenAndSaysSo() {
        Instant now = clock.instant();

        assertThat(tickets.issue(new Grant(ANN, now.plusSeconds(3_600))).expiresAt())
                .isEqualTo(now.plusSeconds(30));
        assertThat(tickets.issue(new Grant(ANN, now.plusSeconds(10))).expiresAt())
                .isEqualTo(now.plusSeconds(10));
    }

    @Test
    void redisForgetsATicketAfter30SecondsAndNeverHoldsItInPlain() {
        String ticket = tickets.issue(new Grant(ANN, clock.instant().plusSeconds(3_600))).ticket();

        List<String> keys =
                redis.ask(client ->
                        StreamSupport.stream(
                                        client.getKeys()
                                                .getKeys(
                                                        KeysScanOptions.defaults()
                                                                .pattern(
                                                                        "carillon:realtime:ticket:*"))
                                                .spliterator(),
                                        false)
                                .toList());

        assertThat(keys).isNotEmpty().noneMatch(key -> key.contains(ticket));
        assertThat(keys)
                .allSatisfy(key -> {
                    assertThat(redis.<Long>ask(client -> client.getBucket(key).remainTimeToLive()))
                            .isBetween(1L, 30_000L);
                    assertThat(
                                    redis.<String>ask(client ->
                                            client.<String>getBucket(key, StringCodec.INSTANCE)
                                                    .get()))
                            .doesNotContain(ticket);
                });
    }

    @Test
    void aTicketIsGoodOnceOnWhicheverReplica() throws Exception {
        Grant grant = new Grant(ANN, clock.instant().plusSeconds(3_600));
        List<Future<Optional<Grant>>> taken = new ArrayList<>();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String ticket = tickets.issue(grant).ticket();
                taken.add(together.submit(() -> tickets.take(ticket)));
                taken.add(together.submit(() -> another.take(ticket)));
            }
        }

        List<Optional<Grant>> grants = new ArrayList<>();
        for (Future<Optional<Grant>> each : taken) {
            grants.add(each.get());
        }
        for (int i = 0; i < grants.size(); i += 2) {
            assertThat(grants.subList(i, i + 2))
                    .containsExactlyInAnyOrder(Optional.of(grant), Optional.empty());
        }
    }
}
