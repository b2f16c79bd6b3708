package dev.carillon.platform.web;

import dev.carillon.events.EventJson;
import dev.carillon.events.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Writes a problem where no controller is involved: filters, security, the servlet container.
public final class ProblemWriter {
    /// RFC 9457.
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemWriter() {}

    /// Writes status, headers and body; does nothing when the answer is on its way already.
    public static void write(HttpServletResponse response, ProblemException fault)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = fault.problem();
        response.resetBuffer();
        response.setStatus(problem.status());
        if (fault.retryAfter().isPresent()) {
            response.setHeader(
                    "Retry-After",
                    String.valueOf(Math.max(1, fault.retryAfter().get().toSeconds())));
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(MEDIA_TYPE);
        byte[] body = EventJson.write(problem);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
