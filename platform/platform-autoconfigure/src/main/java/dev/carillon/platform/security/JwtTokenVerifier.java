package dev.carillon.platform.security;

import java.time.Instant;
import java.util.Objects;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/// [TokenVerifier] with the same decoder and rules as the servlet chain.
final class JwtTokenVerifier implements TokenVerifier {
    private final JwtDecoder decoder;
    private final TokenRules rules;

    JwtTokenVerifier(JwtDecoder decoder, TokenRules rules) {
        this.decoder = decoder;
        this.rules = rules;
    }

    @Override
    public Verification verify(String jwt) {
        try {
            Jwt token = decoder.decode(jwt);
            Instant expires = Objects.requireNonNull(token.getExpiresAt());
            return new Verification.Accepted(rules.caller(token), expires);
        } catch (JwtException fault) {
            return TokenFaults.of(fault);
        }
    }
}
