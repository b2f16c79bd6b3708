package dev.carillon.test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// JWTs that a service in local mode accepts: HS256 with [#SECRET], the local issuer and audience.
public final class TestTokens {
    /// `carillon.security.secret` of the tests.
    public static final String SECRET = "a-secret-of-the-tests-that-is-long-enough-for-hs256";

    /// `carillon.links.secret` of the tests.
    public static final String LINKS_SECRET = "another-secret-of-the-tests-for-signed-links-only";

    /// `carillon.security.issuer` of the tests.
    public static final String ISSUER = "carillon-local";

    /// `carillon.security.audience` of the tests.
    public static final String AUDIENCE = "carillon";

    private static final Duration HOUR = Duration.ofHours(1);

    private TestTokens() {}

    /// A recipient of the default tenant.
    public static String user(String recipient) {
        return mint("default", recipient, HOUR, "user");
    }

    /// A recipient of another tenant.
    public static String user(String tenant, String recipient) {
        return mint(tenant, recipient, HOUR, "user");
    }

    /// A service that calls the API.
    public static String service(String name) {
        return mint("default", name, HOUR, "service");
    }

    /// A user of support.
    public static String support() {
        return mint("default", "support", HOUR, "support");
    }

    /// An administrator.
    public static String admin() {
        return mint("default", "admin", HOUR, "admin");
    }

    /// A recipient whose token expired an hour ago.
    public static String expired(String recipient) {
        return mint("default", recipient, HOUR.negated(), "user");
    }

    /// A recipient's token, signed with a wrong secret.
    public static String forged(String recipient) {
        return sign(
                "a-secret-that-nobody-has-configured-anywhere-at-all",
                payload("default", recipient, Instant.now().plus(HOUR), "user"));
    }

    /// A token that expires `lifetime` from now.
    public static String mint(String tenant, String subject, Duration lifetime, String... roles) {
        return sign(SECRET, payload(tenant, subject, Instant.now().plus(lifetime), roles));
    }

    private static String payload(String tenant, String subject, Instant expires, String... roles) {
        String list =
                Arrays.stream(roles)
                        .map(role -> "\"" + role + "\"")
                        .collect(Collectors.joining(",", "[", "]"));
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"tenant\":\"%s\",\"roles\":%s,\"iat\":%d,\"exp\":%d}"
                .formatted(
                        ISSUER,
                        AUDIENCE,
                        subject,
                        tenant,
                        list,
                        expires.minus(HOUR).getEpochSecond(),
                        expires.getEpochSecond());
    }

    private static String sign(String secret, String payload) {
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(payload);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", impossible);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
