package dev.carillon.platform.security;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/// Checks the claims of a token whose signature is valid, and reads the caller from them.
final class TokenRules implements OAuth2TokenValidator<Jwt> {
    /// The allowed difference between the issuer's clock and ours.
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final String issuer;
    private final String audience;
    private final SecuritySettings.Claims claims;
    private final Clock clock;

    TokenRules(String issuer, String audience, SecuritySettings.Claims claims, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        List<OAuth2Error> errors = new ArrayList<>();
        Instant now = clock.instant();
        Instant expires = token.getExpiresAt();
        if (expires == null) {
            errors.add(rejected("the token has no exp: tokens without an expiry are not allowed"));
        } else if (!now.isBefore(expires.plus(SKEW))) {
            errors.add(new OAuth2Error(TokenFaults.EXPIRED, "the token has expired", null));
        }
        Instant notBefore = token.getNotBefore();
        if (notBefore != null && now.isBefore(notBefore.minus(SKEW))) {
            errors.add(rejected("the token is not valid yet"));
        }
        if (!issuer.equals(token.getClaimAsString("iss"))) {
            errors.add(rejected("the token's issuer must be " + issuer));
        }
        List<String> audiences = token.getAudience();
        if (audiences == null || !audiences.contains(audience)) {
            errors.add(rejected("the token's audience must contain " + audience));
        }
        if (!(claim(token, claims.recipient()) instanceof String recipient)
                || !RecipientKey.isRecipient(recipient)) {
            errors.add(
                    rejected(
                            "the token's claim "
                                    + claims.recipient()
                                    + " must be a recipient id: "
                                    + RecipientKey.RECIPIENT_ALLOWED));
        }
        Object tenant = claim(token, claims.tenant());
        if (tenant != null && !(tenant instanceof String text && RecipientKey.isTenant(text))) {
            errors.add(
                    rejected(
                            "the token's claim "
                                    + claims.tenant()
                                    + " must be "
                                    + RecipientKey.TENANT_ALLOWED));
        }
        return errors.isEmpty()
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(errors);
    }

    /// The caller of a token that passed [#validate(Jwt)].
    Caller caller(Jwt token) {
        Set<Role> roles = new HashSet<>();
        texts(claim(token, claims.roles())).forEach(text -> Role.of(text).ifPresent(roles::add));
        Object tenant = claim(token, claims.tenant());
        return new Caller(
                tenant == null ? RecipientKey.DEFAULT_TENANT : tenant.toString(),
                Objects.requireNonNull(claim(token, claims.recipient())).toString(),
                roles);
    }

    private static Stream<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Arrays.stream(text.split("[ ,]+"));
            case Collection<?> items -> items.stream().map(String::valueOf);
            case null, default -> Stream.empty();
        };
    }

    /// The claim of that name, else the one at that path of names.
    private static @Nullable Object claim(Jwt token, String name) {
        Object whole = token.getClaims().get(name);
        if (whole != null) {
            return whole;
        }
        Object here = token.getClaims();
        for (String step : name.split("\\.", -1)) {
            here = here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return here;
    }

    private static OAuth2Error rejected(String description) {
        return new OAuth2Error(ErrorCode.TOKEN_REJECTED.code(), description, null);
    }
}
