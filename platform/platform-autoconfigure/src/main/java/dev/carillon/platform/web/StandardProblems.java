package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The problem for an HTTP status when nothing more is known.
final class StandardProblems {
    private StandardProblems() {}

    static ProblemException of(int status, @Nullable String detail) {
        return switch (status) {
            case 401 -> own(ErrorCode.TOKEN_MISSING, detail, "a bearer token is required");
            case 403 -> own(ErrorCode.FORBIDDEN, detail, "not allowed");
            case 404 -> own(ErrorCode.NOT_FOUND, detail, "the resource does not exist");
            case 405 ->
                    own(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            detail,
                            "the resource does not support this method");
            case 406 ->
                    own(
                            ErrorCode.NOT_ACCEPTABLE,
                            detail,
                            "the resource is not available in a format that Accept names");
            case 408 -> Problems.requestTimeout();
            case 413 -> own(ErrorCode.TOO_LARGE, detail, "the body is too large");
            case 415 ->
                    own(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            detail,
                            "the body's media type is not supported");
            case 503 ->
                    Problems.unavailable(
                            Duration.ofSeconds(5),
                            detail == null ? "not available at the moment" : detail);
            // Tomcat's answers to unknown transfer codings, methods and versions
            case 501, 505 -> own(ErrorCode.BAD_REQUEST, detail, "the request is not valid HTTP");
            default ->
                    status >= 500
                            ? internal(null)
                            : Problems.of(
                                    status,
                                    ErrorCode.BAD_REQUEST,
                                    detail == null ? "the request is not valid HTTP" : detail,
                                    List.of(),
                                    null);
        };
    }

    /// 500: a fault of Carillon; the answer contains no internals.
    static ProblemException internal(@Nullable String traceId) {
        return Problems.of(
                ErrorCode.INTERNAL,
                "something went wrong on our side"
                        + (traceId == null ? "" : "; it is logged with trace_id " + traceId));
    }

    private static ProblemException own(ErrorCode code, @Nullable String detail, String otherwise) {
        return Problems.of(code, detail == null ? otherwise : detail);
    }
}
