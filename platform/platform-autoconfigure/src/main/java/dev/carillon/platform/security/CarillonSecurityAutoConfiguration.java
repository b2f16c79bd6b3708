package dev.carillon.platform.security;

import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.config.ConditionalOnLocalMode;
import dev.carillon.platform.config.Secret;
import dev.carillon.platform.config.StartFailure;
import dev.carillon.platform.web.WebAutoConfiguration;
import java.time.Clock;
import java.util.Objects;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/// Tokens and the servlet security chain.
@AutoConfiguration(
        after = WebAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration"
        })
@ConditionalOnClass(NimbusJwtDecoder.class)
@EnableConfigurationProperties(SecuritySettings.class)
@Import(ServletSecurityConfiguration.class)
public class CarillonSecurityAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    TokenRules tokenRules(SecuritySettings settings, CarillonMode mode, Clock clock) {
        Secret secret = settings.secret();
        if (secret != null && !mode.isLocal()) {
            throw new StartFailure(
                    "carillon.security.secret is for carillon.mode=local only",
                    "Remove it and set carillon.security.issuer, whose tokens are to be accepted.");
        }
        String issuer = issuer(settings);
        if (issuer == null) {
            throw new StartFailure(
                    "carillon.security.issuer is not set, so no token can be checked",
                    mode.isLocal()
                            ? "Set carillon.security.secret (at least 32 characters) or"
                                    + " carillon.security.issuer."
                            : "Set carillon.security.issuer.");
        }
        return new TokenRules(issuer, settings.audience(), settings.claims(), clock);
    }

    private static @Nullable String issuer(SecuritySettings settings) {
        return settings.issuer() == null && settings.secret() != null
                ? SecuritySettings.LOCAL_ISSUER
                : settings.issuer();
    }

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(SecuritySettings settings, TokenRules rules) {
        Secret secret = settings.secret();
        if (secret != null) {
            NimbusJwtDecoder decoder =
                    NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret.bytes(), "HmacSHA256"))
                            .macAlgorithm(MacAlgorithm.HS256)
                            .validateType(false)
                            .build();
            decoder.setJwtValidator(rules);
            return decoder;
        }
        // the issuer is called at the first token, so that the service can start without it
        return askingLater(new SupplierJwtDecoder(() -> byIssuer(settings, rules)));
    }

    /// An issuer that cannot be reached is treated like keys that cannot be fetched: no token can be checked.
    private static JwtDecoder askingLater(JwtDecoder decoder) {
        return token -> {
            try {
                return decoder.decode(token);
            } catch (JwtDecoderInitializationException away) {
                throw new JwtException(
                        "the issuer cannot be reached: "
                                + NestedExceptionUtils.getMostSpecificCause(away).getMessage(),
                        away);
            }
        };
    }

    private static JwtDecoder byIssuer(SecuritySettings settings, TokenRules rules) {
        NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder builder =
                settings.jwkSetUri() == null
                        ? NimbusJwtDecoder.withIssuerLocation(
                                Objects.requireNonNull(settings.issuer()))
                        : NimbusJwtDecoder.withJwkSetUri(settings.jwkSetUri().toString());
        NimbusJwtDecoder decoder =
                builder.validateType(false)
                        .jwsAlgorithms(algorithms -> {
                            algorithms.clear();
                            settings.algorithms()
                                    .forEach(name ->
                                            algorithms.add(
                                                    Objects.requireNonNull(
                                                            SignatureAlgorithm.from(name))));
                        })
                        .build();
        decoder.setJwtValidator(rules);
        return decoder;
    }

    @Bean
    @ConditionalOnMissingBean
    TokenVerifier tokenVerifier(JwtDecoder decoder, TokenRules rules) {
        return new JwtTokenVerifier(decoder, rules);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnLocalMode
    @ConditionalOnProperty("carillon.security.secret")
    LocalTokens localTokens(SecuritySettings settings, Clock clock) {
        return new HmacLocalTokens(
                Objects.requireNonNull(settings.secret()),
                Objects.requireNonNull(issuer(settings)),
                settings,
                clock);
    }

    @Bean
    @ConditionalOnMissingBean
    ServiceTokens serviceTokens(
            ObjectProvider<LocalTokens> localTokens,
            SecuritySettings settings,
            CarillonProperties properties,
            Clock clock) {
        LocalTokens local = localTokens.getIfAvailable();
        return local == null
                ? new ClientCredentialsTokens(settings.client(), clock)
                : new LocalServiceTokens(local, properties.serviceName(), clock);
    }
}
