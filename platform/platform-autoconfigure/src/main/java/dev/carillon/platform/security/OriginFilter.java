package dev.carillon.platform.security;

import dev.carillon.platform.web.AllowedOrigins;
import dev.carillon.platform.web.ProblemWriter;
import dev.carillon.platform.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.OncePerRequestFilter;

/// Checks calls from pages of other origins (CORS): pages on the allow-list may read the answer, all others get 403.
///
/// Two kinds of calls are not checked. A signed link is its own authorisation. And a page of the service's own origin
/// may call it. That origin is recognised by host and port alone, because behind a proxy that terminates TLS the
/// service sees `http` where the page has `https`.
final class OriginFilter extends OncePerRequestFilter {
    private static final Duration MAX_AGE = Duration.ofHours(1);

    private final CorsConfiguration cors = new CorsConfiguration();
    private final DefaultCorsProcessor processor = new DefaultCorsProcessor();
    private final AllowedOrigins origins;
    private final AccessRules rules;

    OriginFilter(AllowedOrigins origins, AccessRules rules) {
        this.origins = origins;
        this.rules = rules;
        cors.setAllowedOrigins(List.copyOf(origins.origins()));
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(
                List.of(
                        HttpHeaders.AUTHORIZATION,
                        HttpHeaders.CONTENT_TYPE,
                        HttpHeaders.ACCEPT,
                        HttpHeaders.IF_NONE_MATCH,
                        "Idempotency-Key",
                        "Last-Event-ID",
                        "traceparent"));
        cors.setExposedHeaders(
                List.of(
                        HttpHeaders.ETAG,
                        HttpHeaders.LOCATION,
                        HttpHeaders.RETRY_AFTER,
                        HttpHeaders.WWW_AUTHENTICATE,
                        "RateLimit-Limit",
                        "RateLimit-Remaining",
                        "RateLimit-Reset"));
        cors.setMaxAge(MAX_AGE);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (rules.reaches(request, AccessRules.Reach.EVERYWHERE)) {
            chain.doFilter(request, response);
        } else if (origin == null || (isOwn(origin, request) && !origins.contains(origin))) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            chain.doFilter(request, response);
        } else if (!origins.contains(origin)) {
            ProblemWriter.write(
                    request,
                    response,
                    Problems.forbidden(
                            "this origin is not allowed; carillon.web.allowed-origins lists"
                                    + " the allowed ones"));
        } else if (processor.processRequest(cors, request, response)
                && !CorsUtils.isPreFlightRequest(request)) {
            chain.doFilter(request, response);
        }
    }

    private static boolean isOwn(String origin, HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        int scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && origin.substring(scheme + 3)
                        .toLowerCase(Locale.ROOT)
                        .equals(host.toLowerCase(Locale.ROOT));
    }
}
