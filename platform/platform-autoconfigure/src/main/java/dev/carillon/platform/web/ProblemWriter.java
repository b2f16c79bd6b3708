package dev.carillon.platform.web;

import dev.carillon.events.EventJson;
import dev.carillon.platform.page.PageFrame;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes a problem outside of controllers: in filters, security and the servlet container. On a page for people it is
/// an HTML page ([PageRoutes]), else JSON.
public final class ProblemWriter {
    /// RFC 9457.
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemWriter() {}

    /// Writes status, headers and body. Does nothing if the answer is already being sent.
    public static void write(
            HttpServletRequest request, HttpServletResponse response, ProblemException fault)
            throws IOException {
        write(FaultPages.of(request), request, response, fault);
    }

    /// For a request without a servlet context.
    static void write(
            @Nullable FaultPages pages,
            HttpServletRequest request,
            HttpServletResponse response,
            ProblemException fault)
            throws IOException {
        render(fault).write(pages, request, response);
    }

    /// Renders a problem once, for frequent answers.
    static Rendered render(ProblemException fault) {
        return new Rendered(fault);
    }

    static final class Rendered {
        private final ProblemException fault;
        private final @Nullable String retryAfter;
        private final byte[] json;

        private Rendered(ProblemException fault) {
            this.fault = fault;
            this.retryAfter =
                    fault.retryAfter()
                            .map(after -> String.valueOf(Math.max(1, after.toSeconds())))
                            .orElse(null);
            this.json = EventJson.write(fault.problem());
        }

        void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
            write(FaultPages.of(request), request, response);
        }

        private void write(
                @Nullable FaultPages pages,
                HttpServletRequest request,
                HttpServletResponse response)
                throws IOException {
            if (response.isCommitted()) {
                return;
            }
            response.resetBuffer();
            response.setStatus(fault.problem().status());
            if (retryAfter != null) {
                response.setHeader("Retry-After", retryAfter);
            }
            byte[] body = json;
            if (pages != null && pages.serve(request)) {
                body = pages.page(request, fault.problem()).getBytes(StandardCharsets.UTF_8);
                PageFrame.headers().forEach(response::setHeader);
                response.setContentType(PageFrame.MEDIA_TYPE);
            } else {
                response.setHeader("Cache-Control", "no-store");
                response.setContentType(MEDIA_TYPE);
            }
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.flushBuffer();
        }
    }
}
