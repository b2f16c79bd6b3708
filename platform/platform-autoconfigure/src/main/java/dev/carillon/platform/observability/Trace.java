package dev.carillon.platform.observability;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The W3C trace of the current work, from the request or record that caused it to the records that follow. It is
/// stored in the thread's logging context, so that every log line contains it.
public final class Trace {
    /// Keys of the logging context.
    public static final String TRACE_ID = "trace_id";

    public static final String SPAN_ID = "span_id";
    public static final String NOTIFICATION_ID = "notification_id";
    public static final String RECIPIENT = "recipient";

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");
    private static final String NO_TRACE = "0".repeat(32);

    private Trace() {}

    /// Continues a trace until the scope is closed; starts a new one if there is none or it cannot be read. Closing
    /// restores the former logging context.
    public static Scope follow(@Nullable String traceparent) {
        @Nullable String traceBefore = MDC.get(TRACE_ID);
        @Nullable String spanBefore = MDC.get(SPAN_ID);
        Matcher parent = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        boolean known = parent.matches() && !parent.group(1).equals(NO_TRACE);
        MDC.put(TRACE_ID, known ? parent.group(1) : random(2));
        MDC.put(SPAN_ID, random(1));
        return () -> {
            restore(TRACE_ID, traceBefore);
            restore(SPAN_ID, spanBefore);
        };
    }

    /// Adds the current notification and recipient to log lines until the scope is closed.
    public static Scope of(@Nullable String notificationId, @Nullable String recipient) {
        @Nullable String idBefore = MDC.get(NOTIFICATION_ID);
        @Nullable String recipientBefore = MDC.get(RECIPIENT);
        restore(NOTIFICATION_ID, notificationId);
        restore(RECIPIENT, recipient);
        return () -> {
            restore(NOTIFICATION_ID, idBefore);
            restore(RECIPIENT, recipientBefore);
        };
    }

    /// The `traceparent` for records and calls that the current work causes; null outside of any trace.
    public static @Nullable String currentTraceparent() {
        @Nullable String trace = MDC.get(TRACE_ID);
        @Nullable String span = MDC.get(SPAN_ID);
        return trace == null || span == null ? null : "00-" + trace + "-" + span + "-01";
    }

    /// The trace id for searching the logs.
    public static @Nullable String currentTraceId() {
        return MDC.get(TRACE_ID);
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    private static String random(int longs) {
        StringBuilder hex = new StringBuilder(16 * longs);
        for (int i = 0; i < longs; i++) {
            hex.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        }
        return hex.toString();
    }

    /// Ends the trace or the logging fields. Close it on the same thread.
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
