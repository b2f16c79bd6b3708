package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem;
import dev.carillon.platform.json.JsonFault;
import dev.carillon.platform.observability.Trace;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns every exception of a controller into a problem. A service's own advice has precedence.
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> problem(ProblemException fault) {
        return answer(fault, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException fault) {
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json
                    && !(json.getCause() instanceof java.io.IOException)) {
                if (json instanceof UnrecognizedPropertyException unknown) {
                    return answer(unknownField(unknown), HttpHeaders.EMPTY);
                }
                JsonFault found = JsonFault.of(json);
                if (found.code() == ErrorCode.INVALID_NUMBER) {
                    return answer(
                            Problems.unprocessable(
                                    found.field().isEmpty() ? "body" : found.field(),
                                    found.code(),
                                    found.message(),
                                    found.allowed()),
                            HttpHeaders.EMPTY);
                }
                return answer(
                        Problems.badRequest(
                                found.code(),
                                found.field().isEmpty() ? "body" : found.field(),
                                found.message(),
                                found.allowed()),
                        HttpHeaders.EMPTY);
            }
        }
        return answer(
                Problems.badRequest(
                        ErrorCode.INVALID_JSON,
                        "body",
                        "the body is missing or unreadable",
                        "a JSON value"),
                HttpHeaders.EMPTY);
    }

    private static ProblemException unknownField(UnrecognizedPropertyException unknown) {
        String field = JsonFault.of(unknown).field();
        String allowed =
                unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", ", "any of ", ""));
        return Problems.unprocessable(
                field, ErrorCode.UNKNOWN_FIELD, field + " is not a field of this body", allowed);
    }

    @ExceptionHandler
    ResponseEntity<Problem> mismatch(TypeMismatchException fault) {
        String field =
                fault instanceof MethodArgumentTypeMismatchException argument
                        ? argument.getName()
                        : Objects.requireNonNullElse(fault.getPropertyName(), "parameter");
        Class<?> type = fault.getRequiredType();
        String allowed = type == null ? null : JsonFault.allowed(type);
        String said = reason(fault);
        return answer(
                Problems.badRequest(
                        ErrorCode.INVALID_PARAMETER,
                        field,
                        said == null ? field + " must be " + allowed : said,
                        allowed),
                HttpHeaders.EMPTY);
    }

    /// The reason that a record's constructor or one of our converters gave.
    private static @Nullable String reason(TypeMismatchException fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IllegalArgumentException
                        && cause.getStackTrace().length > 0
                        && cause.getStackTrace()[0].getClassName().startsWith("dev.carillon.")
                ? cause.getMessage()
                : null;
    }

    @ExceptionHandler
    ResponseEntity<Problem> missing(MissingRequestValueException fault) {
        String field =
                switch (fault) {
                    case MissingServletRequestParameterException parameter ->
                            parameter.getParameterName();
                    case MissingRequestHeaderException header -> header.getHeaderName();
                    default -> "request";
                };
        return answer(
                Problems.badRequest(
                        ErrorCode.MISSING_PARAMETER, field, field + " is missing", null),
                HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(MethodArgumentNotValidException fault) {
        return answer(
                Problems.unprocessable(fieldErrors(fault.getFieldErrors())), HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(HandlerMethodValidationException fault) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (ParameterValidationResult result : fault.getParameterValidationResults()) {
            if (result instanceof ParameterErrors body) {
                return answer(
                        Problems.unprocessable(fieldErrors(body.getFieldErrors())),
                        HttpHeaders.EMPTY);
            }
            String name =
                    Objects.requireNonNullElse(
                            result.getMethodParameter().getParameterName(), "parameter");
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                errors.add(
                        new Problem.FieldError(
                                name,
                                ErrorCode.INVALID_PARAMETER,
                                name + " " + error.getDefaultMessage(),
                                null));
            }
        }
        return answer(Problems.badRequest(errors), HttpHeaders.EMPTY);
    }

    private static List<Problem.FieldError> fieldErrors(List<FieldError> errors) {
        return errors.stream()
                .map(error ->
                        new Problem.FieldError(
                                snakeCase(error.getField()),
                                ErrorCode.INVALID_VALUE,
                                snakeCase(error.getField()) + " " + error.getDefaultMessage(),
                                null))
                .toList();
    }

    static String snakeCase(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    ResponseEntity<Problem> noRoute(HttpServletRequest request) {
        return answer(noRoute(request.getRequestURI()), HttpHeaders.EMPTY);
    }

    static ProblemException noRoute(String path) {
        return StandardProblems.of(404, "there is no resource at " + path);
    }

    @ExceptionHandler
    ResponseEntity<Problem> method(HttpRequestMethodNotSupportedException fault) {
        String allowed =
                String.join(
                        ", ",
                        Objects.requireNonNullElse(fault.getSupportedMethods(), new String[0]));
        return answer(Problems.methodNotAllowed(fault.getMethod(), allowed), fault.getHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problem> mediaType(HttpMediaTypeNotSupportedException fault) {
        String allowed =
                fault.getSupportedMediaTypes().stream()
                        .map(MediaType::toString)
                        .filter(type -> !type.contains("+json") && !type.contains("*"))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return answer(
                Problems.field(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type",
                        fault.getContentType() == null
                                ? "Content-Type is missing"
                                : "Content-Type is not supported",
                        allowed.isEmpty() ? "application/json" : allowed),
                fault.getHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problem> notAcceptable(HttpMediaTypeNotAcceptableException fault) {
        String allowed =
                fault.getSupportedMediaTypes().stream()
                        .map(MediaType::toString)
                        .collect(Collectors.joining(", "));
        return answer(
                Problems.field(
                        ErrorCode.NOT_ACCEPTABLE,
                        "Accept",
                        "the resource is not available in a format that Accept names",
                        allowed.isEmpty() ? "application/json" : allowed),
                HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Problem> other(Exception fault) throws Exception {
        if (DisconnectedClientHelper.isClientDisconnectedException(fault)) {
            log.debug("A caller disconnected before its answer was complete", fault);
            return null; // the client is gone
        }
        if (fault.getClass().getName().startsWith("org.springframework.security.")) {
            throw fault; // the security chain answers 401 and 403
        }
        if (fault instanceof ErrorResponse response && response.getStatusCode().value() < 500) {
            HttpStatusCode status = response.getStatusCode();
            return answer(
                    StandardProblems.of(status.value(), response.getBody().getDetail()),
                    response.getHeaders());
        }
        if (LostConnections.isCauseOf(fault)) {
            log.warn("The database closed the connection of a request: {}", fault.toString());
            return answer(Problems.databaseAway(), HttpHeaders.EMPTY);
        }
        log.error("A request failed unexpectedly", fault);
        return answer(StandardProblems.internal(Trace.currentTraceId()), HttpHeaders.EMPTY);
    }

    static ResponseEntity<Problem> answer(ProblemException fault, HttpHeaders headers) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(fault.problem().status())
                        .headers(headers)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        fault.retryAfter()
                .ifPresent(after ->
                        answer.header(
                                HttpHeaders.RETRY_AFTER,
                                String.valueOf(Math.max(1, after.toSeconds()))));
        return answer.body(fault.problem());
    }
}
