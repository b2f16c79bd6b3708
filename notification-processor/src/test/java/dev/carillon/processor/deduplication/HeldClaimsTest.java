package dev.carillon.processor.deduplication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldClaimsTest {
    private static final Identity KEY = identity("key");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0, true
                    599999, true
                    600000, false
                    -599999, true
                    -600000, false
                    """)
    void anEventNearerThanTheWindowIsADuplicateBeforeAndAfter(long millis, boolean duplicate) {
        HeldClaims held = new HeldClaims(List.of(claim("first", NOON)));

        assertThat(
                        held.ownerOf(KEY, identity("second"), NOON.plusMillis(millis), WINDOW)
                                .isPresent())
                .isEqualTo(duplicate);
    }

    @Test
    void anOwnerAlwaysPasses() {
        HeldClaims held =
                new HeldClaims(List.of(claim("first", NOON), claim("other", NOON.plusSeconds(1))));

        assertThat(held.ownerOf(KEY, identity("first"), NOON, WINDOW)).isEmpty();
    }

    @Test
    void aDuplicateDoesNotProlongTheWindow() {
        HeldClaims held = new HeldClaims(List.of());
        held.take(claim("first", NOON));
        assertThat(held.ownerOf(KEY, identity("second"), NOON.plus(Duration.ofMinutes(9)), WINDOW))
                .isPresent();

        assertThat(held.ownerOf(KEY, identity("third"), NOON.plus(Duration.ofMinutes(11)), WINDOW))
                .isEmpty();
    }

    @Test
    void anotherKeyIsAnotherMatter() {
        HeldClaims held = new HeldClaims(List.of(claim("first", NOON)));

        assertThat(held.ownerOf(identity("another"), identity("second"), NOON, WINDOW)).isEmpty();
    }

    private static Claim claim(String owner, Instant time) {
        return new Claim(KEY, identity(owner), new UUID(0, 1), time, time);
    }

    private static Identity identity(String id) {
        return Identity.of("default", "source", id, "type", "ann");
    }
}
