package dev.carillon.platform.web;

import dev.carillon.events.ErrorClass;
import dev.carillon.events.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The errors that services answer. Each returns the exception to throw.
public final class Problems {
    private Problems() {}

    /// 400: unreadable — JSON, a parameter, a cursor.
    public static ProblemException badRequest(
            String code, String field, String message, @Nullable String allowed) {
        return of(
                400,
                "Bad Request",
                code,
                message,
                ErrorClass.CALLER,
                false,
                List.of(new Problem.FieldError(field, code, message, allowed)),
                null);
    }

    /// 400 for several parameters, all faults at once.
    ///
    /// @param errors at least one
    public static ProblemException badRequest(List<Problem.FieldError> errors) {
        return of(
                400,
                "Bad Request",
                errors.size() == 1 ? errors.getFirst().code() : "invalid_parameters",
                errors.size() == 1
                        ? errors.getFirst().message()
                        : errors.size() + " parameters can't be read",
                ErrorClass.CALLER,
                false,
                errors,
                null);
    }

    /// 422: readable but refused, all faults at once.
    ///
    /// @param errors at least one
    public static ProblemException unprocessable(List<Problem.FieldError> errors) {
        String detail =
                errors.size() == 1
                        ? errors.getFirst().message()
                        : errors.size() + " fields are refused";
        return of(
                422,
                "Unprocessable Content",
                errors.size() == 1 ? errors.getFirst().code() : "invalid_fields",
                detail,
                ErrorClass.CALLER,
                false,
                errors,
                null);
    }

    /// 422 for one field.
    public static ProblemException unprocessable(
            String field, String code, String message, @Nullable String allowed) {
        return unprocessable(List.of(new Problem.FieldError(field, code, message, allowed)));
    }

    /// 401: no token, or one that is refused. Filters answer it; a controller seldom needs it.
    public static ProblemException unauthorized(String code, String message) {
        return of(401, "Unauthorized", code, message, ErrorClass.CALLER, false, List.of(), null);
    }

    /// 403: signed in, and not allowed.
    public static ProblemException forbidden(String message) {
        return of(
                403, "Forbidden", "forbidden", message, ErrorClass.CALLER, false, List.of(), null);
    }

    /// 404: absent, or another's, which answers the same.
    ///
    /// @param what such as `notification`
    public static ProblemException notFound(String what) {
        return of(
                404,
                "Not Found",
                "not_found",
                "there is no such " + what,
                ErrorClass.CALLER,
                false,
                List.of(),
                null);
    }

    /// 404 that names the elements which are absent, or another's.
    public static ProblemException notFound(String what, List<Problem.FieldError> errors) {
        return of(
                404,
                "Not Found",
                "not_found",
                "there is no such " + what,
                ErrorClass.CALLER,
                false,
                errors,
                null);
    }

    /// 405.
    ///
    /// @param allowed the methods that the resource has
    public static ProblemException methodNotAllowed(String method, String allowed) {
        return StandardProblems.field(
                405,
                "Method Not Allowed",
                "method_not_allowed",
                "method",
                "the resource does not have " + method,
                allowed);
    }

    /// 409.
    public static ProblemException conflict(String code, String message) {
        return of(409, "Conflict", code, message, ErrorClass.CALLER, false, List.of(), null);
    }

    /// 413.
    ///
    /// @param allowed such as `at most 1 MB`
    public static ProblemException tooLarge(String message, @Nullable String allowed) {
        return tooLarge("body", message, allowed);
    }

    /// 413 for a field.
    public static ProblemException tooLarge(
            String field, String message, @Nullable String allowed) {
        return of(
                413,
                "Content Too Large",
                "too_large",
                message,
                ErrorClass.CALLER,
                false,
                List.of(new Problem.FieldError(field, "too_large", message, allowed)),
                null);
    }

    /// 429.
    public static ProblemException tooManyRequests(Duration retryAfter) {
        return of(
                429,
                "Too Many Requests",
                "too_many_requests",
                "the limit of requests is reached; try again in "
                        + Math.max(1, retryAfter.toSeconds())
                        + " s",
                ErrorClass.CALLER,
                true,
                List.of(),
                retryAfter);
    }

    /// 503: something that we depend on is away; the same call may succeed later.
    public static ProblemException unavailable(Duration retryAfter, String message) {
        return of(
                503,
                "Service Unavailable",
                "unavailable",
                message,
                ErrorClass.RESOURCE,
                true,
                List.of(),
                retryAfter);
    }

    static ProblemException databaseAway() {
        return unavailable(Duration.ofSeconds(5), "the database is not available");
    }

    /// 429: there is more to do at the moment than the replica takes in, whoever calls. Nothing of the call was done. Not 503, for which
    /// Tomcat closes the connection: a flood would then come over a new one for each call.
    public static ProblemException overloaded(Duration retryAfter) {
        return of(
                429,
                "Too Many Requests",
                "overloaded",
                "too many requests are at work; nothing of this one was done, try again in "
                        + Math.max(1, retryAfter.toSeconds())
                        + " s",
                ErrorClass.RESOURCE,
                true,
                List.of(),
                retryAfter);
    }

    static ProblemException of(
            int status,
            String title,
            String code,
            String detail,
            ErrorClass errorClass,
            boolean retryable,
            List<Problem.FieldError> errors,
            @Nullable Duration retryAfter) {
        return new ProblemException(
                new Problem(
                        "about:blank",
                        title,
                        status,
                        detail,
                        null,
                        code,
                        errorClass,
                        retryable,
                        errors),
                retryAfter);
    }
}
