package dev.carillon.email.delivery;

import dev.carillon.email.reference.KnownRecipients;
import dev.carillon.email.reference.KnownTypes;
import dev.carillon.email.suppression.Suppressions;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.MailAddress;
import dev.carillon.events.Notification;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Pre-send checks: whether an email may still be sent, and to which address. A check can only suppress or delay it.
@Component
class Hindrances {
    /// The recipient or the type may have been written just before, and its record may still be on its way.
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private final KnownRecipients recipients;
    private final KnownTypes types;
    private final Suppressions suppressions;

    Hindrances(KnownRecipients recipients, KnownTypes types, Suppressions suppressions) {
        this.recipients = recipients;
        this.types = types;
        this.suppressions = suppressions;
    }

    sealed interface Look {
        /// No check objects.
        record Clear(Recipient recipient, String address) implements Look {}

        /// The email is not sent.
        record Never(String reason) implements Look {}

        /// The address cannot be used.
        record Unsendable(MailAddress.Reading.Fault fault) implements Look {}

        /// Check again at that time.
        record Later(Instant at, String reason) implements Look {}
    }

    Look at(Message message, EmailMessage content, Instant now) {
        Optional<Recipient> known = recipients.find(message.recipient());
        if (known.isPresent() && known.get().erased()) {
            return new Look.Never(Reasons.ERASED);
        }
        if (content.notifications().stream().allMatch(one -> expired(one, now))) {
            return new Look.Never(Reasons.EXPIRED);
        }
        String address =
                message.mail() != null
                        ? message.mail().to()
                        : known.filter(one -> !one.deleted()).map(Recipient::email).orElse("");
        if (address == null || address.isBlank()) {
            return message.lookedUp() == 0
                    ? new Look.Later(now.plus(SECOND_LOOK), Reasons.NO_ADDRESS)
                    : new Look.Never(Reasons.NO_ADDRESS);
        }
        if (MailAddress.read(address) instanceof MailAddress.Reading.Fault fault) {
            return new Look.Unsendable(fault);
        }
        if (suppressions.find(address).isPresent()) {
            return new Look.Never(Reasons.SUPPRESSED_ADDRESS);
        }
        if (message.mail() == null
                && message.lookedUp() == 0
                && content.notifications().stream().anyMatch(this::typeIsMissing)) {
            return new Look.Later(now.plus(SECOND_LOOK), Reasons.UNKNOWN_TYPE);
        }
        return new Look.Clear(known.orElseGet(() -> unknownRecipient(message, now)), address);
    }

    private boolean typeIsMissing(Notification notification) {
        return !notification.type().equals(Notification.AD_HOC)
                && types.find(
                                notification.tenant(),
                                notification.type(),
                                notification.typeVersion())
                        .isEmpty();
    }

    private static boolean expired(Notification notification, Instant now) {
        Instant end = notification.expiresAt();
        return end != null && !now.isBefore(end);
    }

    private static Recipient unknownRecipient(Message message, Instant now) {
        return new Recipient(
                message.recipient().tenant(),
                message.recipient().recipient(),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                false,
                false,
                now);
    }
}
