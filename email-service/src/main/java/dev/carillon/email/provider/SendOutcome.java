package dev.carillon.email.provider;

import dev.carillon.events.MailAddress;
import dev.carillon.events.Reasons;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The outcome of one attempt to send an email.
public sealed interface SendOutcome {
    /// The provider accepted the email.
    ///
    /// @param providerId the provider's id of the email
    record Sent(@Nullable String providerId) implements SendOutcome {}

    /// Not accepted now: 429, 5xx or an I/O error.
    ///
    /// @param maybeAccepted whether the provider may have accepted the email all the same
    /// @param retryAfter the provider's Retry-After, or null
    record Transient(Failure failure, boolean maybeAccepted, @Nullable Duration retryAfter)
            implements SendOutcome {}

    /// The provider definitely and permanently refused this email.
    record Permanent(Failure failure) implements SendOutcome {}

    /// The provider rejects the account (401, 403): it would reject every other email too.
    record ProviderDown(Failure failure) implements SendOutcome {}

    /// The provider's own quota is used up; it did not accept the email.
    record QuotaExceeded(Failure failure) implements SendOutcome {}

    /// It cannot be found out whether the email was accepted.
    record Unknown(Failure failure) implements SendOutcome {}

    /// Refused without contacting the provider, because the address is invalid.
    static Permanent invalidAddress(MailAddress.Reading.Fault fault) {
        return new Permanent(
                new Failure(Reasons.INVALID_ADDRESS, null, "the address " + fault.message())
                        .ofThisMail());
    }

    /// Refused because the address has non-ASCII characters before the `@` and the provider does not accept them.
    ///
    /// @param why a message for people
    static Permanent onlyAscii(String why) {
        return new Permanent(new Failure(Reasons.NON_ASCII_ADDRESS, null, why).ofThisMail());
    }

    /// Why an attempt failed.
    ///
    /// @param errorClass a stable name such as `rate_limit_exceeded` or `connect_failed`
    /// @param status HTTP or SMTP status; null without a response
    /// @param answer the provider's response text
    /// @param aboutThisMail whether this email's address, size or content caused the failure. Such a failure says
    ///     nothing about the provider and does not change its circuit or pause
    record Failure(
            String errorClass,
            @Nullable Integer status,
            @Nullable String answer,
            boolean aboutThisMail) {
        private static final int LIMIT = 1000;

        public Failure {
            if (answer != null) { // Postgres cannot store the character NUL.
                answer = answer.replace("\0", "");
                answer = answer.length() > LIMIT ? answer.substring(0, LIMIT) : answer;
            }
        }

        /// A failure that the provider may have caused.
        public Failure(String errorClass, @Nullable Integer status, @Nullable String answer) {
            this(errorClass, status, answer, false);
        }

        /// The same failure, marked as caused by this email.
        public Failure ofThisMail() {
            return new Failure(errorClass, status, answer, true);
        }

        /// A failure without a response.
        public static Failure of(String errorClass, Exception cause) {
            return new Failure(errorClass, null, cause.toString());
        }
    }
}
