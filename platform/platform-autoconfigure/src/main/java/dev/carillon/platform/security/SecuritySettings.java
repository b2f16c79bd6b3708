package dev.carillon.platform.security;

import dev.carillon.platform.config.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Tokens. Set either the issuer (and the URL of its keys), or in local mode a secret.
///
/// @param issuer the `iss` of every token; locally `carillon-local`. Its keys are found by OpenID discovery unless
///     `jwk-set-uri` is set
/// @param jwkSetUri the URL of the issuer's keys
/// @param audience the `aud` that a token must contain
/// @param secret signs and checks tokens with HS256; at least 32 characters; local mode only
/// @param algorithms accepted signature algorithms
/// @param claims the names of claims
/// @param client the client with which services fetch tokens to call each other; locally they use the secret
@ConfigurationProperties("carillon.security")
public record SecuritySettings(
        @Nullable String issuer,
        @Nullable URI jwkSetUri,
        @DefaultValue("carillon") String audience,
        @Nullable Secret secret,
        @DefaultValue({"RS256", "PS256", "ES256"}) List<String> algorithms,
        @DefaultValue Claims claims,
        @DefaultValue Client client) {
    /// The issuer of tokens that are signed with the shared secret.
    public static final String LOCAL_ISSUER = "carillon-local";

    public SecuritySettings {
        algorithms = List.copyOf(algorithms);
        if (secret != null && secret.bytes().length < 32) {
            throw new IllegalArgumentException(
                    "carillon.security.secret must have at least 32 characters");
        }
        for (String algorithm : algorithms) {
            if (!algorithm.matches("(RS|PS|ES)(256|384|512)")) {
                throw new IllegalArgumentException(
                        "carillon.security.algorithms must be of RS, PS or ES with 256, 384 or 512,"
                                + " but has "
                                + algorithm);
            }
        }
    }

    /// @param recipient the claim with the recipient id
    /// @param tenant the claim with the tenant; a token without it belongs to the tenant `default`
    /// @param roles the claim with the roles, as a list or separated by spaces; may be a path such as
    ///     `realm_access.roles`
    public record Claims(
            @DefaultValue("sub") String recipient,
            @DefaultValue("tenant") String tenant,
            @DefaultValue("roles") String roles) {}

    /// @param id the client id with which services fetch tokens to call each other
    /// @param secret the client secret
    /// @param tokenUri the URL of the issuer's token endpoint (client credentials)
    /// @param scope the scope to request, if any
    /// @param audience the `audience` to request, which Auth0 requires
    /// @param authentication how the client sends its id and secret: `basic` in the Authorization header, `post` in the
    ///     form
    public record Client(
            @Nullable String id,
            @Nullable Secret secret,
            @Nullable URI tokenUri,
            @Nullable String scope,
            @Nullable String audience,
            @DefaultValue("basic") Authentication authentication) {
        /// How a client authenticates at the token endpoint: `client_secret_basic` and `client_secret_post` of OAuth 2.
        public enum Authentication {
            BASIC,
            POST
        }
    }
}
