package dev.carillon.email.delivery;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.Reasons;
import dev.carillon.events.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// How a mail ended, in words that the recipient understands. What the provider answered stands in the details, for support.
final class MailWords {
    private MailWords() {}

    /// @param zone the recipient's
    static String of(Message message, ZoneId zone) {
        String mail = message.kind() == EmailMessage.Kind.DIGEST ? "The digest" : "The email";
        String reason =
                message.reason() == null ? "the reason is not known" : meaning(message.reason());
        return switch (message.state()) {
            case SENT -> "%s was accepted by %s.".formatted(mail, message.provider());
            case REFUSED ->
                    "%s was put off: %s.%s"
                            .formatted(mail, reason, opens(message.notBefore(), zone));
            case UNKNOWN ->
                    "%s may have been sent; it is not known whether it was accepted: %s."
                            .formatted(mail, reason);
            case DEAD -> "%s %s: %s%s.".formatted(mail, givenUp(message), reason, fault(message));
            case NOT_MAILED -> "Not sent by email: %s.".formatted(reason);
            case WAITING, BEGUN -> mail + " is being sent.";
        };
    }

    /// A provider's own class of error, such as `smtp_421`, has no words beside its name.
    private static String meaning(String reason) {
        return Reasons.meanings().getOrDefault(reason, "error " + reason);
    }

    private static String givenUp(Message message) {
        return switch (message.attempts()) {
            case 0 -> "was not sent";
            case 1 -> "was given up after 1 attempt";
            default -> "was given up after " + message.attempts() + " attempts";
        };
    }

    /// What is wrong with the address; it is our own words, not the provider's.
    private static String fault(Message message) {
        return Reasons.INVALID_ADDRESS.equals(message.reason()) && message.answer() != null
                ? ": " + message.answer()
                : "";
    }

    private static String opens(@Nullable Instant at, ZoneId zone) {
        return at == null ? "" : " The limit opens at " + TimeText.of(at, zone) + ".";
    }
}
