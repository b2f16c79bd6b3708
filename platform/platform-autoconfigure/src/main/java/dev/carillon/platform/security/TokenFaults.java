package dev.carillon.platform.security;

import dev.carillon.events.ErrorCode;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/// Why a token was not accepted, as text that may be sent to the caller.
final class TokenFaults {
    /// The code with which `TokenRules` reports an expired token.
    static final String EXPIRED = ErrorCode.TOKEN_EXPIRED.code();

    private TokenFaults() {}

    /// @throws TokenKeysUnavailableException when the token cannot be checked
    static Verification of(JwtException fault) {
        if (fault instanceof JwtValidationException validation) {
            Collection<OAuth2Error> errors = validation.getErrors();
            if (errors.stream().allMatch(error -> error.getErrorCode().equals(EXPIRED))) {
                return new Verification.Expired();
            }
            return new Verification.Rejected(
                    errors.stream()
                            .filter(error -> !error.getErrorCode().equals(EXPIRED))
                            .map(OAuth2Error::getDescription)
                            .collect(Collectors.joining("; ")));
        }
        if (fault instanceof BadJwtException) {
            String said = String.valueOf(fault.getMessage());
            if (said.contains("lgorithm")) {
                return new Verification.Rejected(
                        "the token's algorithm is not allowed, or no key of the issuer matches");
            }
            if (said.contains("signature")) {
                return new Verification.Rejected("the token's signature is wrong");
            }
            return new Verification.Rejected("the token is not a JWT of the issuer");
        }
        throw new TokenKeysUnavailableException(fault);
    }
}
