package dev.carillon.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.test.SettableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;

/// The rules for the claims of a token, with the clock at the edge of each.
class TokenRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
    private static final String REJECTED = "token_rejected";

    private final SettableClock clock = SettableClock.at(NOW);
    private final TokenRules rules =
            new TokenRules(
                    "https://login.example",
                    "carillon",
                    new SecuritySettings.Claims("sub", "tenant", "realm_access.roles"),
                    clock);

    @Test
    void aTokenEnds30SecondsAfterItsExpiryAndNotBefore() {
        Jwt token = token(claims -> claims.expiresAt(NOW));

        clock.set(NOW.plusSeconds(30).minusMillis(1));
        assertThat(codes(token)).isEmpty();
        clock.set(NOW.plusSeconds(30));

        assertThat(codes(token)).containsExactly("token_expired");
    }

    @Test
    void aTokenWithoutAnEndIsRefused() {
        assertThat(codes(token(claims -> claims.claims(all -> all.remove("exp")))))
                .containsExactly(REJECTED);
    }

    @Test
    void aTokenBegins30SecondsBeforeItsNotBeforeAndNotEarlier() {
        Jwt token = token(claims -> claims.notBefore(NOW.plusSeconds(60)));

        clock.set(NOW.plusSeconds(30).minusMillis(1));
        assertThat(codes(token)).containsExactly(REJECTED);
        clock.set(NOW.plusSeconds(30));

        assertThat(codes(token)).isEmpty();
    }

    @Test
    void onlyTokensOfTheIssuerForThisAudienceCount() {
        assertThat(codes(token(claims -> claims.issuer("https://login.example.evil"))))
                .containsExactly(REJECTED);
        assertThat(codes(token(claims -> claims.claims(all -> all.remove("iss")))))
                .containsExactly(REJECTED);
        assertThat(codes(token(claims -> claims.audience(List.of("carillon-of-others")))))
                .containsExactly(REJECTED);
        assertThat(codes(token(claims -> claims.claims(all -> all.remove("aud")))))
                .containsExactly(REJECTED);
        assertThat(codes(token(claims -> claims.audience(List.of("shop", "carillon"))))).isEmpty();
    }

    @Test
    void theRecipientMustBeARecipientId() {
        for (Object wrong : Arrays.asList("a b", "", "a/b", 17, List.of("ann"), "x".repeat(129))) {
            assertThat(codes(token(claims -> claims.claim("sub", wrong))))
                    .as(String.valueOf(wrong))
                    .containsExactly(REJECTED);
        }
        assertThat(codes(token(claims -> claims.claims(all -> all.remove("sub")))))
                .containsExactly(REJECTED);
    }

    @Test
    void theTenantIsTheOneOfTheTokenAndDefaultWithout() {
        assertThat(rules.caller(token(claims -> claims.claim("tenant", "acme"))).tenant())
                .isEqualTo("acme");
        assertThat(rules.caller(token(claims -> claims)).tenant()).isEqualTo("default");
        for (Object wrong : Arrays.asList("", "a b", "a/b", 17, List.of("acme"))) {
            assertThat(codes(token(claims -> claims.claim("tenant", wrong))))
                    .as(String.valueOf(wrong))
                    .containsExactly(REJECTED);
        }
    }

    @Test
    void rolesAreThoseOfTheClaimAndUnknownOnesGiveNothing() {
        assertThat(roles(Map.of("roles", List.of("service", "owner"))))
                .containsExactlyInAnyOrder(Role.USER, Role.SERVICE);
        assertThat(roles(Map.of("roles", "support, owner")))
                .containsExactlyInAnyOrder(Role.USER, Role.SUPPORT);
        assertThat(roles(Map.of("roles", "admin")))
                .containsExactlyInAnyOrder(Role.USER, Role.SUPPORT, Role.ADMIN);
        assertThat(roles(Map.of("roles", 17))).containsExactly(Role.USER);
        assertThat(roles(Map.of("role", "admin"))).containsExactly(Role.USER);
        assertThat(roles("admin")).containsExactly(Role.USER);
    }

    @Test
    void aClaimOfThatNameComesBeforeOneAtThatPath() {
        Jwt token =
                token(claims ->
                        claims.claim("realm_access.roles", "support")
                                .claim("realm_access", Map.of("roles", "admin")));

        assertThat(rules.caller(token).roles()).containsExactlyInAnyOrder(Role.USER, Role.SUPPORT);
    }

    @Test
    void everyFaultIsNamed() {
        Jwt token =
                token(claims -> claims.issuer("https://other.example").audience(List.of("other")));

        assertThat(codes(token)).containsExactly(REJECTED, REJECTED);
    }

    private java.util.Set<Role> roles(Object realmAccess) {
        return rules.caller(token(claims -> claims.claim("realm_access", realmAccess))).roles();
    }

    private List<String> codes(Jwt token) {
        List<String> codes = new ArrayList<>();
        for (OAuth2Error error : rules.validate(token).getErrors()) {
            codes.add(error.getErrorCode());
        }
        return codes;
    }

    private static Jwt token(UnaryOperator<Jwt.Builder> change) {
        return change.apply(
                        Jwt.withTokenValue("a.b.c")
                                .header("alg", "RS256")
                                .issuer("https://login.example")
                                .audience(List.of("carillon"))
                                .subject("ann")
                                .expiresAt(NOW.plusSeconds(300)))
                .build();
    }
}
