package dev.carillon.platform.security;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.web.ProblemException;
import dev.carillon.platform.web.ProblemWriter;
import dev.carillon.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/// The answers of the security chain: 401 with WWW-Authenticate, 403, and 404 or 405 for routes that no rule names.
final class SecurityAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final Logger log = LoggerFactory.getLogger(SecurityAnswers.class);

    private final AccessRules rules;

    SecurityAnswers(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException fault)
            throws IOException {
        Throwable cause = fault.getCause();
        if (cause instanceof JwtException token) {
            token(request, response, token);
        } else if (fault.getClass().getSimpleName().equals("InvalidBearerTokenException")
                || isBearer(request.getHeader("Authorization"))) {
            unauthorized(
                    request,
                    response,
                    ErrorCode.TOKEN_REJECTED,
                    "the Authorization header does not contain a bearer token");
        } else if (unnamed(request, response)) {
            return;
        } else {
            response.setHeader("WWW-Authenticate", "Bearer");
            ProblemWriter.write(
                    request,
                    response,
                    Problems.unauthorized(ErrorCode.TOKEN_MISSING, "a bearer token is required"));
        }
    }

    private static boolean isBearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer", 0, 6);
    }

    private static void token(
            HttpServletRequest request, HttpServletResponse response, JwtException fault)
            throws IOException {
        try {
            switch (TokenFaults.of(fault)) {
                case Verification.Expired expired ->
                        unauthorized(
                                request,
                                response,
                                ErrorCode.TOKEN_EXPIRED,
                                "the token has expired");
                case Verification.Rejected rejected ->
                        unauthorized(
                                request, response, ErrorCode.TOKEN_REJECTED, rejected.reason());
                case Verification.Accepted impossible ->
                        throw new IllegalStateException("a fault is never an accepted token");
            }
        } catch (TokenKeysUnavailableException away) {
            log.error("Tokens cannot be checked", away);
            ProblemWriter.write(
                    request,
                    response,
                    Problems.unavailable(
                            Duration.ofSeconds(5), "tokens cannot be checked at the moment"));
        }
    }

    private static void unauthorized(
            HttpServletRequest request,
            HttpServletResponse response,
            ErrorCode code,
            String message)
            throws IOException {
        response.setHeader(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\", error_description=\""
                        + message.replace('"', '\'')
                        + "\"");
        ProblemWriter.write(request, response, Problems.unauthorized(code, message));
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException fault)
            throws IOException {
        if (unnamed(request, response)) {
            return;
        }
        String needed =
                rules.of(request).map(AccessRules.Rule::role).map(Role::key).orElse("another");
        ProblemWriter.write(request, response, Problems.forbidden("this needs the role " + needed));
    }

    /// Answers if no rule names the route: 405 if a rule names its path with another method, else 404.
    private boolean unnamed(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Set<String> methods = new TreeSet<>();
        for (AccessRules.Rule rule : rules.rules()) {
            if (rule.matcher().matches(request)) {
                return false;
            }
            if (rule.method() != null && rule.path().matches(request)) {
                methods.add(rule.method().name());
                if (rule.method().equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD.name());
                }
            }
        }
        ProblemException answer =
                methods.isEmpty()
                        ? Problems.notFound("resource")
                        : Problems.methodNotAllowed(
                                request.getMethod(), String.join(", ", methods));
        if (!methods.isEmpty()) {
            response.setHeader("Allow", String.join(", ", methods));
        }
        ProblemWriter.write(request, response, answer);
        return true;
    }
}
