package dev.carillon.platform.link;

import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs and verifies the tokens of links in mails, with HMAC-SHA-256. Thread-safe.
public final class SignedLinks {
    /// The purpose of `/unsubscribe/{token}`.
    public static final String UNSUBSCRIBE = "unsubscribe";

    /// The purpose of `/preferences/{token}`.
    public static final String PREFERENCES = "preferences";

    /// The purpose of the undo button on those two pages.
    public static final String UNDO = "undo";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int SIGNATURE_BYTES = 16;

    private final Supplier<byte[]> secret;
    private final Clock clock;

    /// @param secret read at each use, so that a service without links needs no secret
    public SignedLinks(Supplier<byte[]> secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /// The outcome of a check.
    public sealed interface Check {
        /// Signed by us for this purpose, and not expired.
        record Valid(SignedLink link) implements Check {}

        /// Signed by us for this purpose, but expired.
        record Expired(SignedLink link) implements Check {}

        /// Not signed by us for this purpose, incomplete or changed.
        record Altered() implements Check {}
    }

    /// A URL-safe token. The same arguments give the same token.
    public String sign(String purpose, RecipientKey who, @Nullable String about, Instant expires) {
        String payload =
                String.join(
                        "\n",
                        who.toString(),
                        about == null ? "" : about,
                        Long.toString(expires.getEpochSecond()));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(bytes)
                + "."
                + ENCODER.encodeToString(signature(purpose, bytes));
    }

    /// The content of a valid token; empty for any other.
    public Optional<SignedLink> verify(String purpose, String token) {
        return check(purpose, token) instanceof Check.Valid valid
                ? Optional.of(valid.link())
                : Optional.empty();
    }

    /// Checks the signature, then the time.
    public Check check(String purpose, String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return new Check.Altered();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(token.substring(0, dot));
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(given, signature(purpose, payload))) {
                return new Check.Altered();
            }
            String[] parts = new String(payload, StandardCharsets.UTF_8).split("\n", -1);
            Instant expires = Instant.ofEpochSecond(Long.parseLong(parts[2]));
            SignedLink link =
                    new SignedLink(
                            purpose,
                            RecipientKey.parse(parts[0]),
                            parts[1].isEmpty() ? null : parts[1],
                            expires);
            return clock.instant().isBefore(expires)
                    ? new Check.Valid(link)
                    : new Check.Expired(link);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
            return new Check.Altered();
        }
    }

    private byte[] signature(String purpose, byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.get(), "HmacSHA256"));
            mac.update(("carillon-link\n" + purpose + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(payload), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks HmacSHA256", e);
        }
    }
}
