package dev.carillon.email.provider;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How mail goes out.
///
/// @param provider `mailbox`, `smtp` or `resend`; required outside local mode, where it is `mailbox` unless set
/// @param sandbox whether every mail goes to the mailbox, whatever the provider
/// @param from address of the sender, with or without a name
/// @param replyTo where answers go; null leaves it to the sender's address
/// @param productName the product's name in emails, where it differs from `carillon.product-name`
@ConfigurationProperties("carillon.email")
public record EmailProperties(
        @Nullable Kind provider,
        @DefaultValue("false") boolean sandbox,
        @Nullable String from,
        @Nullable String replyTo,
        @Nullable String productName) {
    /// The providers there are.
    public enum Kind {
        MAILBOX,
        SMTP,
        RESEND
    }

    public EmailProperties {
        checkAddress("carillon.email.from", from);
        checkAddress("carillon.email.reply-to", replyTo);
    }

    private static void checkAddress(String key, @Nullable String address) {
        if (address == null) {
            return;
        }
        try {
            if (Sender.of(address).address().needsSmtpUtf8()) {
                throw new IllegalArgumentException(
                        "the address has other than ASCII characters before the @, which few servers take");
            }
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException(
                    key
                            + " must be an address such as \"Product <mail@example.com>\": "
                            + fault.getMessage(),
                    fault);
        }
    }
}
