package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.EventAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks the required fields of a request. The API has already checked them, but another producer's record may lack
/// any field.
final class RequestLimits {
    /// Notification ids can hold much later times; this limit is safely below.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private RequestLimits() {}

    @SuppressWarnings("NullAway") // The JSON reader leaves absent record components null.
    static Optional<DeadLetterFacts> fault(NotificationRequest request) {
        if (request.tenant() == null || !RecipientKey.isTenant(request.tenant())) {
            return invalid("tenant", RecipientKey.TENANT_ALLOWED);
        }
        if (request.requestId() == null || !EventAttributes.fits(request.eventId())) {
            return invalid("request_id", EventAttributes.ALLOWED);
        }
        if (request.acceptedAt() == null
                || request.acceptedAt().isBefore(Instant.EPOCH)
                || request.acceptedAt().isAfter(LATEST)) {
            return invalid("accepted_at", "an instant such as 2026-01-31T09:00:00Z");
        }
        if (request.place() != null
                && (request.place() < 0 || request.place() >= Identity.PLACES)) {
            return invalid("place", "a whole number from 0 to " + (Identity.PLACES - 1));
        }
        if (request.type() != null && !EventAttributes.fits(request.type())) {
            return invalid("type", EventAttributes.ALLOWED);
        }
        for (@Nullable RequestedRecipient one : request.recipients()) {
            if (one == null || one.recipient() == null) {
                return invalid("recipients", RecipientKey.RECIPIENT_ALLOWED);
            }
        }
        return Optional.empty();
    }

    private static Optional<DeadLetterFacts> invalid(String field, String allowed) {
        return Optional.of(
                DeadLetterFacts.of(
                                ErrorCode.MALFORMED_VALUE,
                                "the request's " + field + " is not valid")
                        .withField(field, allowed));
    }
}
