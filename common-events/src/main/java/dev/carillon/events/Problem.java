package dev.carillon.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 9457 problem details, the body of every HTTP error (`application/problem+json`).
///
/// @param type `about:blank` unless documented
/// @param code what went wrong, for programs; it determines `errorClass` and `retryable`
/// @param errorClass who caused it; `class` in JSON
/// @param retryable whether the same call may succeed later
/// @param errors every fault at once
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        ErrorCode code,
        @com.fasterxml.jackson.annotation.JsonProperty("class") ErrorClass errorClass,
        boolean retryable,
        List<FieldError> errors) {
    public Problem {
        errors = Copies.list(errors);
    }

    /// @param field path of the field, such as `recipients[2]` or `quiet_hours.start`
    /// @param code what is wrong, for programs
    /// @param message what is wrong with the value
    /// @param allowed what would be right
    public record FieldError(
            String field, ErrorCode code, String message, @Nullable String allowed) {}
}
