package dev.carillon.platform.security;

import dev.carillon.events.RecipientKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [ServiceTokens] signed with the shared secret.
final class LocalServiceTokens implements ServiceTokens {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final LocalTokens tokens;
    private final String service;
    private final Clock clock;
    private volatile @Nullable Minted minted;

    LocalServiceTokens(LocalTokens tokens, String service, Clock clock) {
        this.tokens = tokens;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String bearer() {
        Minted known = minted;
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.renewAt())) {
            return known.token();
        }
        Minted fresh =
                new Minted(
                        tokens.mint(
                                RecipientKey.DEFAULT_TENANT,
                                service,
                                Set.of(Role.SERVICE),
                                LIFETIME),
                        now.plus(LIFETIME.dividedBy(2)));
        minted = fresh;
        return fresh.token();
    }

    private record Minted(String token, Instant renewAt) {}
}
