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

/// The claims on the keys that a transaction has locked, including those it adds itself. Not thread-safe.
public final class HeldClaims {
    private final Map<Identity, List<Claim>> byKey = new HashMap<>();

    HeldClaims(List<Claim> stored) {
        stored.forEach(this::take);
    }

    /// Returns the claim that makes this event a duplicate: the nearest in time that lies within the window. An event
    /// that owns a claim is never a duplicate. A duplicate gets no claim, so it does not prolong the window.
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

    /// Adds a claim, visible to the rest of the transaction.
    public void take(Claim claim) {
        byKey.computeIfAbsent(claim.key(), none -> new ArrayList<>()).add(claim);
    }

    private static Duration between(Claim claim, Instant eventTime) {
        return Duration.between(claim.eventTime(), eventTime).abs();
    }
}
