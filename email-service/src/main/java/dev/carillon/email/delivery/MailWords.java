package dev.carillon.email.delivery;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.Reasons;
import dev.carillon.events.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Describes the outcome of an email in words that the recipient understands. The provider's response is in the
/// details, for support.
final class MailWords {
    private MailWords() {}

    /// @param zone the recipient's zone
    static String of(Message message, ZoneId zone) {
        String mail = message.kind() == EmailMessage.Kind.DIGEST ? "The digest" : "The email";
        String reason =
                message.reason() == null ? "the reason is not known" : meaning(message.reason());
        return switch (message.state()) {
            case SENT -> "%s was accepted by %s.".formatted(mail, message.provider());
            case REFUSED ->
                    "%s was postponed: %s.%s"
                            .formatted(mail, reason, opens(message.notBefore(), zone));
            case UNKNOWN ->
                    "%s may have been sent; it is not known whether it was accepted: %s."
                            .formatted(mail, reason);
            case DEAD -> "%s %s: %s%s.".formatted(mail, givenUp(message), reason, fault(message));
            case NOT_MAILED -> "Not sent by email: %s.".formatted(reason);
            case WAITING, BEGUN -> mail + " is being sent.";
        };
    }

    /// An error class of a provider, such as `smtp_421`, is shown as it is.
    private static String meaning(String reason) {
        return Reasons.meanings().getOrDefault(reason, "error " + reason);
    }

    private static String givenUp(Message message) {
        return switch (message.attempts()) {
            case 0 -> "was not sent";
            case 1 -> "failed after 1 attempt";
            default -> "failed after " + message.attempts() + " attempts";
        };
    }

    /// The fault of an address. This text is Carillon's, not the provider's.
    private static String fault(Message message) {
        return Reasons.INVALID_ADDRESS.equals(message.reason()) && message.answer() != null
                ? ": " + message.answer()
                : "";
    }

    private static String opens(@Nullable Instant at, ZoneId zone) {
        return at == null ? "" : " The limit resets at " + TimeText.of(at, zone) + ".";
    }
}
