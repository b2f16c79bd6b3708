package dev.carillon.email.provider;

import com.resend.core.exception.ResendException;
import dev.carillon.email.provider.SendOutcome.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Maps Resend's responses to outcomes, by status and error name.
final class ResendAnswers {
    private ResendAnswers() {}

    static SendOutcome outcome(ResendException fault, @Nullable Duration retryAfter) {
        int status = fault.getStatusCode() == null ? 0 : fault.getStatusCode();
        String name = fault.getErrorName() == null ? "http_" + status : fault.getErrorName();
        Failure failure =
                new Failure(
                        name,
                        status == 0 ? null : status,
                        fault.getResponseBody() == null
                                ? fault.getMessage()
                                : fault.getResponseBody());
        return switch (name) {
            case "daily_quota_exceeded", "monthly_quota_exceeded" ->
                    new SendOutcome.QuotaExceeded(failure);
            case "concurrent_idempotent_requests" ->
                    new SendOutcome.Transient(failure.ofThisMail(), true, retryAfter);
            // Resend accepted another body with this key: an email was sent, but not
            // with this text.
            case "invalid_idempotent_request" -> new SendOutcome.Unknown(failure.ofThisMail());
            default -> byStatus(status, failure, retryAfter);
        };
    }

    private static SendOutcome byStatus(
            int status, Failure failure, @Nullable Duration retryAfter) {
        if (status == 401 || status == 403) {
            return new SendOutcome.ProviderDown(failure);
        }
        if (status == 408 || status == 429) {
            return new SendOutcome.Transient(failure, false, retryAfter);
        }
        if (status >= 400 && status < 500) {
            return new SendOutcome.Permanent(failure.ofThisMail());
        }
        return new SendOutcome.Transient(failure, true, retryAfter);
    }
}
