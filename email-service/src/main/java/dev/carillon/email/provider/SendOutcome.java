package dev.carillon.email.provider;

import dev.carillon.events.MailAddress;
import dev.carillon.events.Reasons;
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

    /// Refused without asking the provider: nothing can be sent to that address.
    static Permanent invalidAddress(MailAddress.Reading.Fault fault) {
        return new Permanent(
                new Failure(Reasons.INVALID_ADDRESS, null, "the address " + fault.message())
                        .ofThisMail());
    }

    /// Refused, since an address has other than ASCII characters before the `@` and the provider takes none of that kind.
    ///
    /// @param why in words
    static Permanent onlyAscii(String why) {
        return new Permanent(new Failure(Reasons.NON_ASCII_ADDRESS, null, why).ofThisMail());
    }

    /// @param errorClass stable, such as `rate_limit_exceeded` or `connect_failed`
    /// @param status of HTTP or SMTP, where there was an answer
    /// @param answer the provider's own words
    /// @param aboutThisMail whether it is this mail's address, size or content: then it says nothing about the provider, and
    /// counts neither for nor against its circuit and pause
    record Failure(
            String errorClass,
            @Nullable Integer status,
            @Nullable String answer,
            boolean aboutThisMail) {
        private static final int LIMIT = 1000;

        public Failure {
            if (answer != null) { // the database takes no NUL
                answer = answer.replace("\0", "");
                answer = answer.length() > LIMIT ? answer.substring(0, LIMIT) : answer;
            }
        }

        /// A failure that may be the provider's.
        public Failure(String errorClass, @Nullable Integer status, @Nullable String answer) {
            this(errorClass, status, answer, false);
        }

        /// The same failure, caused by this mail.
        public Failure ofThisMail() {
            return new Failure(errorClass, status, answer, true);
        }

        /// A failure before there was any answer.
        public static Failure of(String errorClass, Exception cause) {
            return new Failure(errorClass, null, cause.toString());
        }
    }
}
