package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The errors of the services. Each method returns the exception to throw. The [ErrorCode] defines class, retryability
/// and, if it has one, the status.
public final class Problems {
    private Problems() {}

    /// An error with the status of its code, such as 409.
    public static ProblemException of(ErrorCode code, String detail) {
        return of(code.status(), code, detail, List.of(), null);
    }

    /// 400: a parameter or a body cannot be read.
    public static ProblemException badRequest(
            ErrorCode code, String field, String message, @Nullable String allowed) {
        return of(
                400,
                code,
                message,
                List.of(new Problem.FieldError(field, code, message, allowed)),
                null);
    }

    /// 400 for several parameters, with all faults at once.
    ///
    /// @param errors at least one
    public static ProblemException badRequest(List<Problem.FieldError> errors) {
        return of(
                400,
                errors.size() == 1 ? errors.getFirst().code() : ErrorCode.INVALID_PARAMETERS,
                errors.size() == 1
                        ? errors.getFirst().message()
                        : errors.size() + " parameters are not valid",
                errors,
                null);
    }

    /// 422: readable but not valid, with all faults at once.
    ///
    /// @param errors at least one
    public static ProblemException unprocessable(List<Problem.FieldError> errors) {
        return of(
                422,
                errors.size() == 1 ? errors.getFirst().code() : ErrorCode.INVALID_FIELDS,
                errors.size() == 1
                        ? errors.getFirst().message()
                        : errors.size() + " fields are not valid",
                errors,
                null);
    }

    /// 422 for one field.
    public static ProblemException unprocessable(
            String field, ErrorCode code, String message, @Nullable String allowed) {
        return unprocessable(List.of(new Problem.FieldError(field, code, message, allowed)));
    }

    /// 401: the token is missing or was refused. Filters answer it; controllers seldom need it.
    public static ProblemException unauthorized(ErrorCode code, String message) {
        return of(code, message);
    }

    /// 403: authenticated, but not allowed.
    public static ProblemException forbidden(String message) {
        return of(ErrorCode.FORBIDDEN, message);
    }

    /// 404: it does not exist or belongs to somebody else; both get the same answer.
    ///
    /// @param what such as `notification`
    public static ProblemException notFound(String what) {
        return notFound(what, List.of());
    }

    /// 404 that names the elements that do not exist or belong to somebody else.
    public static ProblemException notFound(String what, List<Problem.FieldError> errors) {
        return of(404, ErrorCode.NOT_FOUND, "the " + what + " does not exist", errors, null);
    }

    /// 405.
    ///
    /// @param allowed the methods that the resource has
    public static ProblemException methodNotAllowed(String method, String allowed) {
        return field(
                ErrorCode.METHOD_NOT_ALLOWED,
                "method",
                "the resource does not support " + method,
                allowed);
    }

    /// 408: the body did not arrive in time. The server closes the connection.
    static ProblemException requestTimeout() {
        return of(ErrorCode.REQUEST_TIMEOUT, "the request body did not arrive in time");
    }

    /// 409.
    public static ProblemException conflict(ErrorCode code, String message) {
        return of(code, message);
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
        return field(ErrorCode.TOO_LARGE, field, message, allowed);
    }

    /// 429: the caller's own limit.
    public static ProblemException tooManyRequests(Duration retryAfter) {
        return later(
                ErrorCode.TOO_MANY_REQUESTS,
                "the limit of requests is reached; try again in "
                        + Math.max(1, retryAfter.toSeconds())
                        + " s",
                retryAfter);
    }

    /// 503: something that Carillon depends on is unavailable; the same call may succeed later.
    public static ProblemException unavailable(Duration retryAfter, String message) {
        return later(ErrorCode.UNAVAILABLE, message, retryAfter);
    }

    static ProblemException databaseAway() {
        return unavailable(Duration.ofSeconds(5), "the database is not available");
    }

    /// 429: the replica has reached its limit of concurrent requests, for all callers. Nothing of the call was done. Not
    /// 503, for which Tomcat closes the connection: each call of a flood would then need a new connection.
    public static ProblemException overloaded(Duration retryAfter) {
        return later(
                ErrorCode.OVERLOADED,
                "the limit of concurrent requests is reached; nothing of this one was done, try again in "
                        + Math.max(1, retryAfter.toSeconds())
                        + " s",
                retryAfter);
    }

    /// An error with the status of its code, and the faulty field.
    static ProblemException field(
            ErrorCode code, String field, String message, @Nullable String allowed) {
        return of(
                code.status(),
                code,
                message,
                List.of(new Problem.FieldError(field, code, message, allowed)),
                null);
    }

    private static ProblemException later(ErrorCode code, String message, Duration retryAfter) {
        return of(code.status(), code, message, List.of(), retryAfter);
    }

    static ProblemException of(
            int status,
            ErrorCode code,
            String detail,
            List<Problem.FieldError> errors,
            @Nullable Duration retryAfter) {
        return new ProblemException(
                new Problem(
                        "about:blank",
                        title(status),
                        status,
                        detail,
                        null,
                        code,
                        code.errorClass(),
                        code.retryable(),
                        errors),
                retryAfter);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Refused" : "Server Error";
        };
    }
}
