package dev.carillon.platform.observability;

import dev.carillon.events.Headers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Sets the trace of every request: the caller's, or a new one.
final class TraceFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (Trace.Scope _ = Trace.follow(request.getHeader(Headers.TRACEPARENT))) {
            chain.doFilter(request, response);
        }
    }
}
