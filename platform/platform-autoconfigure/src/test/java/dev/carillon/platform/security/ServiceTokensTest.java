package dev.carillon.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.platform.config.Secret;
import dev.carillon.platform.security.SecuritySettings.Client.Authentication;
import dev.carillon.test.SettableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens with which services call each other: fetched or issued in time, and reused for further calls.
class ServiceTokensTest {
    private final SettableClock clock = SettableClock.at("2026-01-31T09:00:00Z");
    private final List<String> asked = new ArrayList<>();
    private HttpServer issuer;
    private int status = 200;
    private String answer = "{\"access_token\":\"token-%d\",\"expires_in\":300}";

    @BeforeEach
    void serve() throws Exception {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext(
                "/token",
                exchange -> {
                    asked.add(
                            exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] body = answer.formatted(asked.size()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void aFetchedTokenIsUsedUntilShortlyBeforeItExpires() {
        try (ClientCredentialsTokens tokens = clientCredentials("a scope")) {
            assertThat(tokens.bearer()).isEqualTo("token-1");
            clock.advance(Duration.ofSeconds(270).minusMillis(1));
            assertThat(tokens.bearer()).isEqualTo("token-1");
            clock.advance(Duration.ofMillis(1));
            assertThat(tokens.bearer()).isEqualTo("token-2");
        }
        String credentials =
                Base64.getEncoder()
                        .encodeToString("a+client:a%3Asecret".getBytes(StandardCharsets.UTF_8));
        assertThat(asked)
                .containsOnly(
                        "Basic " + credentials + " grant_type=client_credentials&scope=a+scope");
    }

    @Test
    void aTokenOfUnknownOrShortLifeIsUsedForHalfOfIt() {
        answer = "{\"access_token\":\"token-%d\"}";
        try (ClientCredentialsTokens tokens = clientCredentials(null)) {
            tokens.bearer();
            clock.advance(Duration.ofSeconds(30).minusMillis(1));
            assertThat(tokens.bearer()).isEqualTo("token-1");
            clock.advance(Duration.ofMillis(1));
            answer = "{\"access_token\":\"token-%d\",\"expires_in\":10}";
            assertThat(tokens.bearer()).isEqualTo("token-2");
            clock.advance(Duration.ofSeconds(5).minusMillis(1));
            assertThat(tokens.bearer()).isEqualTo("token-2");
            clock.advance(Duration.ofMillis(1));
            assertThat(tokens.bearer()).isEqualTo("token-3");
        }
        assertThat(asked).allMatch(each -> each.endsWith("grant_type=client_credentials"));
    }

    @Test
    void everyThreadMayFetchAfterAnother() throws InterruptedException {
        try (ClientCredentialsTokens tokens = clientCredentials(null)) {
            tokens.bearer();
            clock.advance(Duration.ofMinutes(5));
            Thread.ofVirtual().start(tokens::bearer).join();
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void anAnswerWithoutATokenIsAFaultAndIsNotKept() {
        try (ClientCredentialsTokens tokens = clientCredentials(null)) {
            status = 401;
            assertThatThrownBy(tokens::bearer).hasMessageContaining("401");
            status = 200;
            for (String none : List.of("{}", "[", "{\"access_token\":17}")) {
                answer = none;
                assertThatThrownBy(tokens::bearer).hasMessageContaining("/token answered without");
            }
            answer = "{\"access_token\":\"token-%d\"}";
            assertThat(tokens.bearer()).isEqualTo("token-5");
        }
    }

    @Test
    void aClientThatIsNotSetOrAwayIsNamed() {
        try (ClientCredentialsTokens unset =
                        new ClientCredentialsTokens(
                                new SecuritySettings.Client(
                                        "id", null, null, null, null, Authentication.BASIC),
                                clock);
                ClientCredentialsTokens away = clientCredentials(null)) {
            assertThatThrownBy(unset::bearer).hasMessageContaining("carillon.security.client.id");
            issuer.stop(0);
            assertThatThrownBy(away::bearer).hasMessageContaining("does not answer");
        }
    }

    @Test
    void aMintedTokenIsOfRoleServiceAndRenewedAfterHalfAnHour() {
        List<String> minted = new ArrayList<>();
        LocalTokens local =
                (tenant, recipient, roles, ttl) -> {
                    assertThat(roles).isEqualTo(Set.of(Role.SERVICE));
                    minted.add(tenant + "/" + recipient + " for " + ttl);
                    return "token-" + minted.size();
                };
        ServiceTokens tokens = new LocalServiceTokens(local, "email-service", clock);

        assertThat(tokens.bearer()).isEqualTo("token-1");
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(tokens.bearer()).isEqualTo("token-1");
        clock.advance(Duration.ofMillis(1));

        assertThat(tokens.bearer()).isEqualTo("token-2");
        assertThat(minted).containsOnly("default/email-service for PT1H");
    }

    @Test
    void aClientMaySendItsSecretInTheFormAndNameAnAudience() {
        try (ClientCredentialsTokens tokens =
                clientCredentials(null, "https://carillon.example", Authentication.POST)) {
            tokens.bearer();
        }
        assertThat(asked)
                .containsExactly(
                        "null grant_type=client_credentials&audience=https%3A%2F%2Fcarillon.example"
                                + "&client_id=a+client&client_secret=a%3Asecret");
    }

    private ClientCredentialsTokens clientCredentials(String scope) {
        return clientCredentials(scope, null, Authentication.BASIC);
    }

    private ClientCredentialsTokens clientCredentials(
            String scope, String audience, Authentication authentication) {
        return new ClientCredentialsTokens(
                new SecuritySettings.Client(
                        "a client",
                        Secret.of("a:secret"),
                        URI.create("http://localhost:" + issuer.getAddress().getPort() + "/token"),
                        scope,
                        audience,
                        authentication),
                clock);
    }
}
