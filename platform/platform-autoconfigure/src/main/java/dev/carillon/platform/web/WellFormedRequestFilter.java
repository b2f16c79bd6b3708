package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses requests that would make the server or the framework fail later, each in its own way: incorrectly encoded
/// queries, compressed bodies, content types that are not media types. Each refusal logs one line, without anything
/// that the caller sent.
final class WellFormedRequestFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(WellFormedRequestFilter.class);

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ProblemException fault = fault(request);
        if (fault == null) {
            chain.doFilter(request, response);
            return;
        }
        logRefused(fault);
        if (fault.problem().status() == 415) {
            response.setHeader("Accept-Encoding", "identity");
        }
        ProblemWriter.write(request, response, fault);
    }

    /// @param fault whose detail contains nothing that the caller sent
    static void logRefused(ProblemException fault) {
        log.info(
                "Refused a request with {}: {}",
                fault.problem().status(),
                fault.problem().detail());
    }

    private static @Nullable ProblemException fault(HttpServletRequest request) {
        if (!UrlEncoding.isQuery(request.getQueryString())) {
            return StandardProblems.of(400, "the query is not encoded correctly");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            return Problems.field(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding",
                    "compressed bodies are not supported",
                    "identity");
        }
        return isReadable(request.getContentType())
                ? null
                : Problems.field(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type",
                        "Content-Type is not a media type",
                        "application/json");
    }

    private static boolean isReadable(@Nullable String contentType) {
        if (contentType == null || contentType.isEmpty()) {
            return true;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType.toLowerCase(Locale.ROOT));
            return type.isConcrete();
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }
}
