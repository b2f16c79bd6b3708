package dev.carillon.email.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of one attempt to send.
public sealed interface SendOutcome {
    /// Accepted by the provider.
    ///
    /// @param providerId the provider's own id of the mail
    record Sent(@Nullable String providerId) implements SendOutcome {}

    /// Not now: 429, 5xx, I/O.
    ///
    /// @param maybeAccepted whether the provider may have taken it all the same
    /// @param retryAfter what the provider asks for, or null
    record Transient(Failure failure, boolean maybeAccepted, @Nullable Duration retryAfter)
            implements SendOutcome {}

    /// Never: the provider definitely refused this mail.
    record Permanent(Failure failure) implements SendOutcome {}

    /// The provider refuses us (401, 403): nothing else will get through either.
    record ProviderDown(Failure failure) implements SendOutcome {}

    /// The provider's own quota is used up; it did not take the mail.
    record QuotaExceeded(Failure failure) implements SendOutcome {}

    /// Whether it was accepted can't be found out.
    record Unknown(Failure failure) implements SendOutcome {}

    /// @param errorClass stable, such as `rate_limit_exceeded` or `connect_failed`
    /// @param status of HTTP or SMTP, where there was an answer
    /// @param answer the provider's own words
    record Failure(String errorClass, @Nullable Integer status, @Nullable String answer) {
        private static final int LIMIT = 1000;

        public Failure {
            if (answer != null) { // the database takes no NUL
                answer = answer.replace("\0", "");
                answer = answer.length() > LIMIT ? answer.substring(0, LIMIT) : answer;
            }
        }

        /// A failure before there was any answer.
        public static Failure of(String errorClass, Exception cause) {
            return new Failure(errorClass, null, cause.toString());
        }
    }
}
