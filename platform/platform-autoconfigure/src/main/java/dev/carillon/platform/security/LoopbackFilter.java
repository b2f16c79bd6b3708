package dev.carillon.platform.security;

import dev.carillon.platform.web.ProblemWriter;
import dev.carillon.platform.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses calls of local-only endpoints unless the `Host` header is a loopback name. `X-Forwarded-Host` is ignored,
/// because a page can set it; it cannot set `Host`.
final class LoopbackFilter extends OncePerRequestFilter {
    private static final Pattern LOOPBACK =
            Pattern.compile(
                    "(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final AccessRules rules;

    LoopbackFilter(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (rules.reaches(request, AccessRules.Reach.LOOPBACK) && !isLoopback(request)) {
            ProblemWriter.write(
                    request,
                    response,
                    Problems.forbidden(
                            "this endpoint is for local use only: call it with the host localhost, 127.0.0.1 or [::1]"));
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isLoopback(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return host != null && LOOPBACK.matcher(host).matches();
    }
}
