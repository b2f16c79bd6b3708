package dev.carillon.platform.web;

import dev.carillon.events.ErrorClass;
import dev.carillon.events.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The problem of a bare HTTP status, where nothing more is known.
final class StandardProblems {
    private StandardProblems() {}

    static ProblemException of(int status, @Nullable String detail) {
        return switch (status) {
            case 400 ->
                    caller(
                            400,
                            "Bad Request",
                            "bad_request",
                            detail,
                            "the request is not valid HTTP");
            case 401 ->
                    caller(
                            401,
                            "Unauthorized",
                            "token_missing",
                            detail,
                            "a bearer token is needed");
            case 403 -> caller(403, "Forbidden", "forbidden", detail, "not allowed");
            case 404 -> caller(404, "Not Found", "not_found", detail, "there is no such resource");
            case 405 ->
                    caller(
                            405,
                            "Method Not Allowed",
                            "method_not_allowed",
                            detail,
                            "the resource does not have this method");
            case 406 ->
                    caller(
                            406,
                            "Not Acceptable",
                            "not_acceptable",
                            detail,
                            "the resource has no such form");
            case 413 ->
                    caller(413, "Content Too Large", "too_large", detail, "the body is too large");
            case 415 ->
                    caller(
                            415,
                            "Unsupported Media Type",
                            "unsupported_media_type",
                            detail,
                            "the body's media type is not supported");
            case 503 ->
                    Problems.unavailable(
                            Duration.ofSeconds(5),
                            detail == null ? "not available at the moment" : detail);
            default ->
                    status >= 500
                            ? internal(null)
                            : caller(status, "Error", "http_" + status, detail, "refused");
        };
    }

    /// 500: our fault, told without internals.
    static ProblemException internal(@Nullable String traceId) {
        return Problems.of(
                500,
                "Internal Server Error",
                "internal",
                "something went wrong on our side"
                        + (traceId == null ? "" : "; it is logged with trace_id " + traceId),
                ErrorClass.US,
                true,
                List.of(),
                null);
    }

    /// A status with a field that is at fault.
    static ProblemException field(
            int status,
            String title,
            String code,
            String field,
            String message,
            @Nullable String allowed) {
        return Problems.of(
                status,
                title,
                code,
                message,
                ErrorClass.CALLER,
                false,
                List.of(new Problem.FieldError(field, code, message, allowed)),
                null);
    }

    private static ProblemException caller(
            int status, String title, String code, @Nullable String detail, String otherwise) {
        return Problems.of(
                status,
                title,
                code,
                detail == null ? otherwise : detail,
                ErrorClass.CALLER,
                false,
                List.of(),
                null);
    }
}
