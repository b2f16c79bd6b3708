package dev.carillon.email.provider;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How emails are sent.
///
/// @param provider `mailbox`, `smtp` or `resend`. Required outside local mode; the default in local mode is `mailbox`
/// @param sandbox whether every email goes to the mailbox instead of the provider
/// @param from the sender's address, with or without a name
/// @param replyTo the address for replies; null: replies go to the sender's address
/// @param productName the product's name in emails, if it differs from `carillon.product-name`
@ConfigurationProperties("carillon.email")
public record EmailProperties(
        @Nullable Kind provider,
        @DefaultValue("false") boolean sandbox,
        @Nullable String from,
        @Nullable String replyTo,
        @Nullable String productName) {
    /// The supported providers.
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
                        "the address has non-ASCII characters before the @, which few mail servers accept");
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
