package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorClass;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Quoted;
import dev.carillon.events.RecipientKey;
import org.jspecify.annotations.Nullable;

/// Why a record becomes a dead letter, for the person who handles it.
///
/// @param code the error code; see docs/reference/errors.md
/// @param message what is wrong, without content
/// @param field the faulty field
/// @param allowed what would be right
/// @param type the notification type
/// @param expression the CEL expression
/// @param status a provider's status, such as `422`
/// @param answer a provider's answer, shortened by the caller
/// @param generation of a mail
public record DeadLetterFacts(
        ErrorCode code,
        String message,
        @Nullable String field,
        @Nullable String allowed,
        @Nullable String tenant,
        @Nullable String recipient,
        @Nullable String type,
        @Nullable String expression,
        @Nullable String status,
        @Nullable String answer,
        @Nullable Integer generation) {
    /// Facts with only the required fields.
    public static DeadLetterFacts of(ErrorCode code, String message) {
        return new DeadLetterFacts(
                code, message, null, null, null, null, null, null, null, null, null);
    }

    /// Who can correct the cause.
    ErrorClass errorClass() {
        return code.errorClass();
    }

    public DeadLetterFacts withField(String field, @Nullable String allowed) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient,
                type,
                expression,
                status,
                answer,
                generation);
    }

    /// The recipient of the notification; becomes the dead letter's key.
    public DeadLetterFacts withRecipient(RecipientKey who) {
        return withRecipient(who.tenant(), who.recipient());
    }

    /// A recipient as text, which may be invalid: then it is shown, but is not used as the key. Invisible characters,
    /// which a database may not be able to store, are escaped (`\u0000`), so that an invalid id does not look like a
    /// valid one.
    public DeadLetterFacts withRecipient(@Nullable String tenant, @Nullable String recipient) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient == null ? null : Quoted.plain(recipient),
                type,
                expression,
                status,
                answer,
                generation);
    }

    public DeadLetterFacts withType(@Nullable String type) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient,
                type,
                expression,
                status,
                answer,
                generation);
    }

    public DeadLetterFacts withExpression(@Nullable String expression) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient,
                type,
                expression,
                status,
                answer,
                generation);
    }

    /// A provider's status and answer.
    public DeadLetterFacts withAnswer(@Nullable String status, @Nullable String answer) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient,
                type,
                expression,
                status,
                answer,
                generation);
    }

    public DeadLetterFacts withGeneration(int generation) {
        return new DeadLetterFacts(
                code,
                message,
                field,
                allowed,
                tenant,
                recipient,
                type,
                expression,
                status,
                answer,
                generation);
    }

    /// The message with field and allowed values, as the header contains it.
    String reason() {
        return allowed == null || message.contains(allowed)
                ? message
                : message + " (allowed: " + allowed + ")";
    }
}
