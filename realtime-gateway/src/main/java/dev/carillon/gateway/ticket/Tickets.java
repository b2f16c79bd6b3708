package dev.carillon.gateway.ticket;

import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.TicketAnswer;
import dev.carillon.gateway.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.redisson.api.RBucket;
import org.redisson.client.codec.StringCodec;

/// Issues tickets and redeems them; each can be redeemed once, on any replica. Calls block.
public final class Tickets {
    private static final String KEY = "carillon:realtime:ticket:";
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final RedisLink redis;
    private final Clock clock;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();

    public Tickets(RedisLink redis, Clock clock, Duration lifetime) {
        this.redis = redis;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    private record Stored(String tenant, String recipient, Instant tokenExpiresAt) {}

    /// Issues a new ticket.
    ///
    /// @throws dev.carillon.gateway.redis.RedisUnavailableException when it cannot be stored
    public TicketAnswer issue(Grant grant) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant ownEnd = clock.instant().plus(lifetime);
        Instant expiresAt =
                grant.tokenExpiresAt().isBefore(ownEnd) ? grant.tokenExpiresAt() : ownEnd;
        String stored =
                new String(
                        EventJson.write(
                                new Stored(
                                        grant.recipient().tenant(),
                                        grant.recipient().recipient(),
                                        grant.tokenExpiresAt())),
                        StandardCharsets.UTF_8);
        redis.ask(client -> {
            bucket(client, ticket).set(stored, lifetime);
            return expiresAt;
        });
        return new TicketAnswer(ticket, expiresAt);
    }

    /// Redeems a ticket, which is invalid from then on. Empty for a used, expired or unknown ticket, or one whose token
    /// has expired since.
    ///
    /// @throws dev.carillon.gateway.redis.RedisUnavailableException when that cannot be checked
    public Optional<Grant> take(String ticket) {
        if (!FORM.matcher(ticket).matches()) {
            return Optional.empty();
        }
        Optional<String> stored =
                redis.ask(client -> Optional.ofNullable(bucket(client, ticket).getAndDelete()));
        return stored.map(json -> json.getBytes(StandardCharsets.UTF_8))
                .map(json -> EventJson.read(json, Stored.class))
                .map(found ->
                        new Grant(
                                new RecipientKey(found.tenant(), found.recipient()),
                                found.tokenExpiresAt()))
                .filter(grant -> grant.tokenExpiresAt().isAfter(clock.instant()));
    }

    private static RBucket<String> bucket(org.redisson.api.RedissonClient client, String ticket) {
        return client.getBucket(KEY + sha256(ticket), StringCodec.INSTANCE);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }
}
