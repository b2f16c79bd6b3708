package dev.carillon.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers 413 to a body that is too large: at once where its length is told, else when the limit is passed while it is read. The
/// container swallows the rest, so that the caller reads the answer instead of a reset.
final class BodyLimitFilter extends OncePerRequestFilter {
    private final WebSettings settings;

    BodyLimitFilter(WebSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DataSize limit = limit(settings, request);
        long length = request.getContentLengthLong();
        if (length > limit.toBytes()) {
            ProblemWriter.write(request, response, fault(limit.toBytes()));
            return;
        }
        boolean unknown = length < 0 && request.getHeader("Transfer-Encoding") != null;
        chain.doFilter(unknown ? new Limited(request, limit.toBytes()) : request, response);
    }

    static DataSize limit(WebSettings settings, HttpServletRequest request) {
        return request.getRequestURI().endsWith("/bulk")
                ? settings.maxBulkBody()
                : settings.maxBody();
    }

    /// The bytes that a request's body may have: what it says, else the most that it is allowed.
    static long bytes(WebSettings settings, HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length >= 0) {
            return length;
        }
        return request.getHeader("Transfer-Encoding") == null
                ? 0
                : limit(settings, request).toBytes();
    }

    static ProblemException fault(long limit) {
        String allowed =
                limit % (1024 * 1024) == 0
                        ? "at most " + limit / (1024 * 1024) + " MB"
                        : "at most " + limit + " bytes";
        return Problems.tooLarge("the request body is too large: " + allowed, allowed);
    }

    /// The limit was passed while the body was read.
    static final class BodyTooLargeException extends IOException {
        private final long limit;

        BodyTooLargeException(long limit) {
            super("the request body is larger than " + limit + " bytes");
            this.limit = limit;
        }

        ProblemException fault() {
            return BodyLimitFilter.fault(limit);
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long limit;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), limit);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream body;
        private final long limit;
        private long read;

        LimitedStream(ServletInputStream body, long limit) {
            this.body = body;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = body.read(into, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) throws BodyTooLargeException {
            read += bytes;
            if (read > limit) {
                throw new BodyTooLargeException(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
