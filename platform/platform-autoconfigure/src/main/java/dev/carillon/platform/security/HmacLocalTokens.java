package dev.carillon.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.config.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/// [LocalTokens] with HS256.
final class HmacLocalTokens implements LocalTokens {
    private final Secret secret;
    private final SecuritySettings settings;
    private final String issuer;
    private final Clock clock;

    HmacLocalTokens(Secret secret, String issuer, SecuritySettings settings, Clock clock) {
        this.secret = secret;
        this.issuer = issuer;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String mint(String tenant, String recipient, Set<Role> roles, Duration ttl) {
        RecipientKey who = new RecipientKey(tenant, recipient);
        Instant now = clock.instant();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(settings.audience())
                        .claim(settings.claims().recipient(), who.recipient())
                        .claim(settings.claims().tenant(), who.tenant())
                        .claim(
                                settings.claims().roles(),
                                roles.stream().map(Role::key).sorted().toList())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(ttl)))
                        .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret.bytes()));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(
                    "signing with HS256 failed although the secret has 32 bytes", impossible);
        }
        return token.serialize();
    }
}
