package dev.carillon.platform.web;

import dev.carillon.events.EventJson;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes a problem where no controller is involved: filters, security, the servlet container.
public final class ProblemWriter {
    /// RFC 9457.
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemWriter() {}

    /// Writes status, headers and body; does nothing when the answer is on its way already.
    public static void write(HttpServletResponse response, ProblemException fault)
            throws IOException {
        render(fault).write(response);
    }

    /// For what is answered often.
    static Rendered render(ProblemException fault) {
        return new Rendered(
                fault.problem().status(),
                fault.retryAfter()
                        .map(after -> String.valueOf(Math.max(1, after.toSeconds())))
                        .orElse(null),
                EventJson.write(fault.problem()));
    }

    static final class Rendered {
        private final int status;
        private final @Nullable String retryAfter;
        private final byte[] body;

        private Rendered(int status, @Nullable String retryAfter, byte[] body) {
            this.status = status;
            this.retryAfter = retryAfter;
            this.body = body;
        }

        void write(HttpServletResponse response) throws IOException {
            if (response.isCommitted()) {
                return;
            }
            response.resetBuffer();
            response.setStatus(status);
            if (retryAfter != null) {
                response.setHeader("Retry-After", retryAfter);
            }
            response.setHeader("Cache-Control", "no-store");
            response.setContentType(MEDIA_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.flushBuffer();
        }
    }
}
