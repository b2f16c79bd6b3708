package dev.carillon.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.carillon.platform.config.ConfigAutoConfiguration;
import dev.carillon.platform.config.StartFailure;
import dev.carillon.platform.urls.UrlsAutoConfiguration;
import dev.carillon.platform.web.WebAutoConfiguration;
import dev.carillon.test.TestTokens;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.WebApplicationContext;

class IssuerTokensTest {
    private static final String ISSUER = "https://login.example";
    private static HttpServer keys;
    private static RSAKey key;
    private static volatile byte[] keySet;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ConfigAutoConfiguration.class,
                                    UrlsAutoConfiguration.class,
                                    WebAutoConfiguration.class,
                                    CarillonSecurityAutoConfiguration.class));

    @BeforeAll
    static void serveKeys() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        publish(key);
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext(
                "/keys",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    byte[] set = keySet;
                    exchange.sendResponseHeaders(200, set.length);
                    exchange.getResponseBody().write(set);
                    exchange.close();
                });
        keys.start();
    }

    private static void publish(RSAKey... published) {
        List<JWK> all =
                Arrays.stream(published).map(RSAKey::toPublicJWK).map(JWK.class::cast).toList();
        keySet = new JWKSet(all).toString().getBytes(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        keys.stop(0);
    }

    @Test
    void takesTheIssuersTokensAndNoOthers() {
        production()
                .run(context -> {
                    TokenVerifier verifier = context.getBean(TokenVerifier.class);
                    assertThat(verifier.verify(signed(claims().build())))
                            .isInstanceOfSatisfying(
                                    Verification.Accepted.class,
                                    accepted -> {
                                        assertThat(accepted.caller().key().toString())
                                                .isEqualTo("acme/ann");
                                        assertThat(accepted.caller().roles())
                                                .containsExactlyInAnyOrder(
                                                        Role.USER, Role.SUPPORT, Role.ADMIN);
                                    });
                    rejected(
                            verifier,
                            signed(claims().issuer("https://other.example").build()),
                            "issuer");
                    rejected(verifier, signed(claims().audience("another").build()), "audience");
                    rejected(verifier, signed(claims().expirationTime(null).build()), "no exp");
                    rejected(verifier, signed(claims().claim("login", "a b").build()), "login");
                    rejected(verifier, hmac(claims().build()), "algorithm");
                    rejected(verifier, new PlainJWT(claims().build()).serialize(), "algorithm");
                    assertThat(
                                    verifier.verify(
                                            signed(
                                                    claims().expirationTime(
                                                                    Date.from(
                                                                            Instant.now()
                                                                                    .minusSeconds(
                                                                                            60)))
                                                            .build())))
                            .isInstanceOf(Verification.Expired.class);
                });
    }

    @Test
    void allowsTheIssuersClockToDifferByHalfAMinuteOnly() {
        production()
                .run(context -> {
                    TokenVerifier verifier = context.getBean(TokenVerifier.class);
                    assertThat(verifier.verify(signed(claims().notBeforeTime(in(20)).build())))
                            .isInstanceOf(Verification.Accepted.class);
                    rejected(
                            verifier,
                            signed(claims().notBeforeTime(in(60)).build()),
                            "not valid yet");
                    assertThat(verifier.verify(signed(claims().expirationTime(in(-20)).build())))
                            .isInstanceOf(Verification.Accepted.class);
                    assertThat(verifier.verify(signed(claims().expirationTime(in(-31)).build())))
                            .isInstanceOf(Verification.Expired.class);
                });
    }

    @Test
    void aTokenThatIsExpiredAndNotOursIsNotCalledExpired() {
        production()
                .run(context ->
                        rejected(
                                context.getBean(TokenVerifier.class),
                                signed(
                                        claims().issuer("https://other.example")
                                                .expirationTime(in(-60))
                                                .build()),
                                "issuer"));
    }

    @Test
    void takesNewKeysOfTheIssuerAtOnceAndThenNoOldOnes() {
        production()
                .run(context -> {
                    TokenVerifier verifier = context.getBean(TokenVerifier.class);
                    assertThat(verifier.verify(signed(claims().build())))
                            .isInstanceOf(Verification.Accepted.class);
                    RSAKey next = new RSAKeyGenerator(2048).keyID("k2").generate();
                    String byNext =
                            sign(
                                    JWSAlgorithm.RS256,
                                    "k2",
                                    new RSASSASigner(next),
                                    claims().build());
                    rejected(verifier, byNext, "no key of the issuer");
                    publish(next);
                    try {
                        assertThat(verifier.verify(byNext))
                                .isInstanceOf(Verification.Accepted.class);
                        rejected(verifier, signed(claims().build()), "no key of the issuer");
                    } finally {
                        publish(key);
                    }
                });
    }

    @Test
    void inLocalModeOnlyTokensOfTheSecretCount() {
        runner.withPropertyValues(
                        "carillon.mode=local", "carillon.security.secret=" + TestTokens.SECRET)
                .run(context -> {
                    TokenVerifier verifier = context.getBean(TokenVerifier.class);
                    LocalTokens local = context.getBean(LocalTokens.class);
                    assertThat(
                                    verifier.verify(
                                            local.mint(
                                                    "acme",
                                                    "ann",
                                                    Set.of(Role.SUPPORT),
                                                    Duration.ofMinutes(5))))
                            .isInstanceOfSatisfying(
                                    Verification.Accepted.class,
                                    accepted -> {
                                        assertThat(accepted.caller())
                                                .isEqualTo(
                                                        new Caller(
                                                                "acme",
                                                                "ann",
                                                                Set.of(Role.SUPPORT)));
                                        assertThat(accepted.expiresAt())
                                                .isBetween(
                                                        Instant.now().plusSeconds(240),
                                                        Instant.now().plusSeconds(301));
                                    });
                    assertThat(verifier.verify(TestTokens.expired("ann")))
                            .isInstanceOf(Verification.Expired.class);
                    assertThat(verifier.verify(TestTokens.user("ann")))
                            .isInstanceOf(Verification.Accepted.class);
                    rejected(verifier, TestTokens.forged("ann"), "signature");
                    byte[] secret = TestTokens.SECRET.getBytes(StandardCharsets.UTF_8);
                    JWTClaimsSet.Builder ours = claims().issuer("carillon-local").subject("ann");
                    rejected(verifier, signed(ours.build()), "algorithm");
                    rejected(verifier, new PlainJWT(ours.build()).serialize(), "algorithm");
                    rejected(
                            verifier,
                            sign(
                                    JWSAlgorithm.HS256,
                                    "k1",
                                    new MACSigner(secret),
                                    claims().subject("ann").build()),
                            "issuer");
                });
    }

    @Test
    void refusesToStartWithASecretOutsideLocalMode() {
        runner.withPropertyValues(
                        "carillon.security.secret=a secret of at least thirty-two characters")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .rootCause()
                                .isInstanceOf(StartFailure.class)
                                .hasMessageContaining("carillon.security.secret"));
        runner.run(context ->
                assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("carillon.security.issuer"));
    }

    @Test
    void saysThatTokensCannotBeCheckedWhileTheIssuerIsAway() throws Exception {
        String token = signed(claims().build());
        for (String away :
                List.of(
                        "carillon.security.issuer=http://localhost:1",
                        "carillon.security.jwk-set-uri=http://localhost:1/keys")) {
            runner.withPropertyValues("carillon.security.issuer=" + ISSUER, away)
                    .run(context -> {
                        TokenVerifier verifier = context.getBean(TokenVerifier.class);
                        assertThatThrownBy(() -> verifier.verify(token))
                                .isInstanceOf(TokenKeysUnavailableException.class);
                    });
            new WebApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ConfigAutoConfiguration.class,
                                    UrlsAutoConfiguration.class,
                                    WebAutoConfiguration.class,
                                    CarillonSecurityAutoConfiguration.class,
                                    WebMvcAutoConfiguration.class,
                                    ServletWebSecurityAutoConfiguration.class))
                    .withPropertyValues("carillon.security.issuer=" + ISSUER, away)
                    .run(context -> {
                        var servlets = context.getServletContext();
                        servlets.setAttribute(
                                WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE,
                                context);
                        MockHttpServletRequest request =
                                new MockHttpServletRequest(servlets, "GET", "/x");
                        request.addHeader("Authorization", "Bearer " + token);
                        MockHttpServletResponse response = new MockHttpServletResponse();
                        context.getBean("springSecurityFilterChain", Filter.class)
                                .doFilter(request, response, new MockFilterChain());
                        assertThat(response.getStatus()).isEqualTo(503);
                        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
                        assertThat(response.getContentAsString()).contains("\"unavailable\"");
                    });
        }
    }

    private ApplicationContextRunner production() {
        return runner.withPropertyValues(
                "carillon.security.issuer=" + ISSUER,
                "carillon.security.jwk-set-uri=http://localhost:"
                        + keys.getAddress().getPort()
                        + "/keys",
                "carillon.security.claims.recipient=login",
                "carillon.security.claims.roles=realm_access.roles");
    }

    private static void rejected(TokenVerifier verifier, String token, String reason) {
        assertThat(verifier.verify(token))
                .isInstanceOfSatisfying(
                        Verification.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(reason));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("carillon")
                .claim("login", "ann")
                .claim("tenant", "acme")
                .claim("realm_access", Map.of("roles", List.of("admin", "of-another-system")))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet claims) throws Exception {
        return sign(JWSAlgorithm.RS256, new RSASSASigner(key), claims);
    }

    /// A token signed with the public key as an HMAC secret: the algorithm confusion attack.
    private static String hmac(JWTClaimsSet claims) throws Exception {
        return sign(JWSAlgorithm.HS256, new MACSigner(key.toRSAPublicKey().getEncoded()), claims);
    }

    private static String sign(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
            throws Exception {
        return sign(algorithm, "k1", signer, claims);
    }

    private static String sign(
            JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        token.sign(signer);
        return token.serialize();
    }
}
