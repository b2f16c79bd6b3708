package dev.carillon.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.carillon.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/// An OpenID provider on a free port: Spring Authorization Server with discovery, a key set and client credentials.
/// Every subject is a client; a client's name is the `sub` of its tokens.
final class OidcServer implements AutoCloseable {
    static final String CLIENT_SECRET = "a-secret-of-this-provider's-clients";

    private final ConfigurableApplicationContext context;
    private final Clients clients;
    private final Keys keys;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private OidcServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.clients = context.getBean(Clients.class);
        this.keys = context.getBean(Keys.class);
        this.port =
                Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                        .getPort();
    }

    static OidcServer start() {
        return new OidcServer(
                new SpringApplicationBuilder(Application.class)
                        .properties(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.main.banner-mode=off")
                        .run());
    }

    String issuer() {
        return "http://localhost:" + port;
    }

    URI tokenUri() {
        return URI.create(issuer() + "/oauth2/token");
    }

    /// A token of a new subject.
    ///
    /// @param audience the `aud` of the token
    String token(String subject, String audience, String... roles) {
        clients.put(subject, audience, List.of(roles));
        String credentials = encoded(subject) + ":" + encoded(CLIENT_SECRET);
        HttpRequest request =
                HttpRequest.newBuilder(tokenUri())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        credentials.getBytes(
                                                                StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new AssertionError("the provider answered " + answer.statusCode());
            }
            return Objects.requireNonNull(EventJson.readObject(answer.body()).get("access_token"))
                    .toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /// Registers a service that fetches its tokens itself.
    void registerService(String name, String audience) {
        clients.put(name, audience, List.of("service"));
    }

    /// Signs with a new key from now on. The old key stays in the key set, as providers keep it until its tokens have
    /// expired.
    void rotateKeys() {
        keys.rotate();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Keys keys() {
            return new Keys();
        }

        @Bean
        JWKSource<SecurityContext> jwkSource(Keys keys) {
            return (selector, context) -> selector.select(keys.all());
        }

        @Bean
        Clients clients() {
            return new Clients();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims(Clients clients, Keys keys) {
            return token -> {
                String subject = token.getRegisteredClient().getClientId();
                token.getJwsHeader().keyId(keys.newest());
                token.getClaims()
                        .audience(List.of(clients.audience(subject)))
                        .claim("roles", clients.roles(subject));
            };
        }
    }

    /// The signing keys, newest last.
    static final class Keys {
        private volatile List<JWK> keys = List.of();

        Keys() {
            rotate();
        }

        JWKSet all() {
            return new JWKSet(keys);
        }

        String newest() {
            return keys.getLast().getKeyID();
        }

        void rotate() {
            try {
                List<JWK> more = new ArrayList<>(keys);
                more.add(new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate());
                keys = List.copyOf(more);
            } catch (JOSEException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /// The clients of the provider.
    static final class Clients implements RegisteredClientRepository {
        private record Known(RegisteredClient client, String audience, List<String> roles) {}

        private final Map<String, Known> byName = new ConcurrentHashMap<>();

        void put(String name, String audience, List<String> roles) {
            byName.put(
                    name,
                    new Known(
                            RegisteredClient.withId(name)
                                    .clientId(name)
                                    .clientSecret("{noop}" + CLIENT_SECRET)
                                    .clientAuthenticationMethod(
                                            ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                                    .clientAuthenticationMethod(
                                            ClientAuthenticationMethod.CLIENT_SECRET_POST)
                                    .authorizationGrantType(
                                            AuthorizationGrantType.CLIENT_CREDENTIALS)
                                    .tokenSettings(
                                            TokenSettings.builder()
                                                    .accessTokenTimeToLive(Duration.ofHours(1))
                                                    .build())
                                    .build(),
                            audience,
                            roles));
        }

        String audience(String name) {
            return known(name).audience();
        }

        List<String> roles(String name) {
            return known(name).roles();
        }

        private Known known(String name) {
            return Objects.requireNonNull(byName.get(name));
        }

        /// The provider stores a client again to encode its secret anew.
        @Override
        public void save(RegisteredClient client) {
            byName.computeIfPresent(
                    client.getClientId(),
                    (name, known) -> new Known(client, known.audience(), known.roles()));
        }

        @Override
        public @Nullable RegisteredClient findById(String id) {
            return findByClientId(id);
        }

        @Override
        public @Nullable RegisteredClient findByClientId(String clientId) {
            Known known = byName.get(clientId);
            return known == null ? null : known.client();
        }
    }
}
