package dev.carillon.platform.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignedLinksTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
    private static final RecipientKey ANN = new RecipientKey("default", "ann@mail.example");

    private final SignedLinks links = links("a secret of at least thirty-two characters", NOW);

    @Test
    void verifiesWhatItSigned() {
        String token =
                links.sign(SignedLinks.UNSUBSCRIBE, ANN, "comment", NOW.plus(Duration.ofDays(1)));
        assertThat(token).matches("[A-Za-z0-9_.-]+");
        assertThat(links.verify(SignedLinks.UNSUBSCRIBE, token))
                .contains(
                        new SignedLink(
                                SignedLinks.UNSUBSCRIBE,
                                ANN,
                                "comment",
                                NOW.plus(Duration.ofDays(1))));
    }

    @Test
    void refusesAnotherPurposeAnotherSecretAndChanges() {
        String token = links.sign(SignedLinks.UNSUBSCRIBE, ANN, null, NOW.plusSeconds(60));
        assertThat(links.verify(SignedLinks.PREFERENCES, token)).isEmpty();
        assertThat(
                        links("another secret of thirty-two characters", NOW)
                                .verify(SignedLinks.UNSUBSCRIBE, token))
                .isEmpty();
        String other =
                links.sign(
                        SignedLinks.UNSUBSCRIBE,
                        new RecipientKey("default", "bob"),
                        null,
                        NOW.plusSeconds(60));
        String mixed = other.substring(0, other.indexOf('.')) + token.substring(token.indexOf('.'));
        assertThat(links.verify(SignedLinks.UNSUBSCRIBE, mixed)).isEmpty();
        assertThat(links.verify(SignedLinks.UNSUBSCRIBE, "rubbish")).isEmpty();
        assertThat(links.verify(SignedLinks.UNSUBSCRIBE, "..")).isEmpty();
    }

    @Test
    void refusesWhatHasExpired() {
        String token = links.sign(SignedLinks.UNSUBSCRIBE, ANN, null, NOW.plusSeconds(60));
        assertThat(
                        links("a secret of at least thirty-two characters", NOW.plusSeconds(60))
                                .verify(SignedLinks.UNSUBSCRIBE, token))
                .isEmpty();
    }

    @Test
    void tellsAnExpiredLinkFromAnAlteredOne() {
        SignedLinks later =
                links("a secret of at least thirty-two characters", NOW.plusSeconds(60));
        String token = links.sign(SignedLinks.UNSUBSCRIBE, ANN, null, NOW.plusSeconds(60));
        assertThat(later.check(SignedLinks.UNSUBSCRIBE, token))
                .isInstanceOfSatisfying(
                        SignedLinks.Check.Expired.class,
                        expired -> assertThat(expired.link().who()).isEqualTo(ANN));
        assertThat(later.check(SignedLinks.UNSUBSCRIBE, token.substring(0, token.length() - 2)))
                .isInstanceOf(SignedLinks.Check.Altered.class);
        assertThat(later.check(SignedLinks.PREFERENCES, token))
                .isInstanceOf(SignedLinks.Check.Altered.class);
    }

    @Test
    void whatIsNoTokenAtAllIsAltered() {
        for (String token : new String[] {"", "rubbish", ".", "..", "%.%", "YQ.YQ"}) {
            assertThat(links.check(SignedLinks.UNSUBSCRIBE, token))
                    .as(token)
                    .isInstanceOf(SignedLinks.Check.Altered.class);
        }
    }

    @Test
    void isOfOneTenantAndCategory() {
        String token = links.sign(SignedLinks.UNSUBSCRIBE, ANN, "comment", NOW.plusSeconds(60));
        String ofAcme =
                links.sign(
                        SignedLinks.UNSUBSCRIBE,
                        new RecipientKey("acme", "ann@mail.example"),
                        "comment",
                        NOW.plusSeconds(60));
        String ofReleases =
                links.sign(SignedLinks.UNSUBSCRIBE, ANN, "release", NOW.plusSeconds(60));

        for (String other : new String[] {ofAcme, ofReleases}) {
            String mixed =
                    other.substring(0, other.indexOf('.')) + token.substring(token.indexOf('.'));
            assertThat(links.check(SignedLinks.UNSUBSCRIBE, mixed))
                    .isInstanceOf(SignedLinks.Check.Altered.class);
        }
    }

    private static SignedLinks links(String secret, Instant now) {
        return new SignedLinks(
                () -> secret.getBytes(StandardCharsets.UTF_8), Clock.fixed(now, ZoneOffset.UTC));
    }
}
