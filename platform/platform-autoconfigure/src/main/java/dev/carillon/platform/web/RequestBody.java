package dev.carillon.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/// Reads a request's body into memory, within limits of size and time.
final class RequestBody {
    /// Request attribute: the body was read to its end.
    static final String READ = RequestBody.class.getName() + ".read";

    private static final int BUFFER = 8 * 1024;

    private RequestBody() {}

    /// Whether a request has a body that was not read. For a body that was read, Tomcat must not be asked for more: it
    /// would consume bytes of the connection's next request.
    static boolean isLeft(HttpServletRequest request) {
        return isIn(request) && request.getAttribute(READ) == null;
    }

    /// Whether the request's headers announce a body.
    static boolean isIn(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /// The maximum size of the body in bytes: its Content-Length, else the limit.
    ///
    /// @throws ProblemException 413 when Content-Length is above the limit
    static long bytes(HttpServletRequest request, DataSize limit) {
        long length = request.getContentLengthLong();
        if (length > limit.toBytes()) {
            throw tooLarge(limit);
        }
        return length >= 0 ? length : limit.toBytes();
    }

    /// Reads the whole body. The time is checked at each read, and the server limits each read to half of it, so a body
    /// takes at most one and a half times as long.
    ///
    /// @throws ProblemException 408 when it did not arrive in time; 413 when it is larger than the limit; 400 when its
    ///     transfer coding is malformed
    /// @throws IOException when the client is gone
    static byte[] read(InputStream body, DataSize limit, Duration timeout) throws IOException {
        long begun = System.nanoTime();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                read.write(buffer, 0, count);
                if (read.size() > limit.toBytes()) {
                    throw tooLarge(limit);
                }
                if (System.nanoTime() - begun > timeout.toNanos()) {
                    throw Problems.requestTimeout();
                }
            }
        } catch (IOException fault) {
            if (isTimeout(fault)) {
                throw Problems.requestTimeout();
            }
            throw fault;
        }
        return read.toByteArray();
    }

    private static boolean isTimeout(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException tooLarge(DataSize limit) {
        long bytes = limit.toBytes();
        String allowed =
                bytes % (1024 * 1024) == 0
                        ? "at most " + bytes / (1024 * 1024) + " MB"
                        : "at most " + bytes + " bytes";
        return Problems.tooLarge("the request body is too large: " + allowed, allowed);
    }
}
