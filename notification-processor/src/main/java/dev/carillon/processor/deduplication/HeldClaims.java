package dev.carillon.processor.deduplication;

import dev.carillon.events.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The claims on the keys that a transaction holds, with those that it takes itself. For one thread.
public final class HeldClaims {
    private final Map<Identity, List<Claim>> byKey = new HashMap<>();

    HeldClaims(List<Claim> stored) {
        stored.forEach(this::take);
    }

    /// Whose duplicate an event is: the owner nearest in time with less than the window between them. An owner is never a
    /// duplicate of anyone; a duplicate owns nothing, so it prolongs nothing.
    public Optional<Claim> ownerOf(
            Identity key, Identity asking, Instant eventTime, Duration window) {
        List<Claim> claims = byKey.getOrDefault(key, List.of());
        if (claims.stream().anyMatch(claim -> claim.owner().equals(asking))) {
            return Optional.empty();
        }
        return claims.stream()
                .filter(claim -> between(claim, eventTime).compareTo(window) < 0)
                .min(Comparator.comparing(claim -> between(claim, eventTime)));
    }

    /// Takes a key, for the rest of the transaction.
    public void take(Claim claim) {
        byKey.computeIfAbsent(claim.key(), none -> new ArrayList<>()).add(claim);
    }

    private static Duration between(Claim claim, Instant eventTime) {
        return Duration.between(claim.eventTime(), eventTime).abs();
    }
}
