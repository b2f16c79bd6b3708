package dev.carillon.gateway.statistics;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.redis.RedisLink;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// Closes a recipient's connections on every replica. Redis notifies the replicas, and each closes its own.
public final class Revocations {
    private static final String TOPIC = "carillon:realtime:revocations";

    private final RedisLink redis;
    private final Connections connections;

    public Revocations(RedisLink redis, Connections connections) {
        this.redis = redis;
        this.connections = connections;
        redis.whenConnected(this::listen);
    }

    private void listen(RedissonClient client) {
        client.getTopic(TOPIC, StringCodec.INSTANCE)
                .addListener(
                        String.class,
                        (channel, recipient) -> connections.revoke(RecipientKey.parse(recipient)));
    }

    /// Closes the connections on this replica at once, and on others as soon as Redis has notified them.
    ///
    /// @throws dev.carillon.gateway.redis.RedisUnavailableException when the other replicas could not be notified
    public void revoke(RecipientKey recipient) {
        connections.revoke(recipient);
        redis.ask(client ->
                client.getTopic(TOPIC, StringCodec.INSTANCE).publish(recipient.toString()));
    }
}
