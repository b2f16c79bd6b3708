package dev.carillon.email.delivery;

import dev.carillon.email.provider.Providers;
import dev.carillon.email.provider.SendOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Figures of mail; see docs/guides/email.md.
@Component
class MailMetrics {
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final MeterRegistry meters;
    private final JdbcTemplate jdbc;
    private long readNanos;
    private @Nullable Waiting waiting;

    /// @param oldestSeconds since the longest waiting mail was admitted
    private record Waiting(double mails, double oldestSeconds) {}

    MailMetrics(MeterRegistry meters, JdbcTemplate jdbc, Providers providers) {
        this.meters = meters;
        this.jdbc = jdbc;
        Gauge.builder("carillon.email.waiting", this, it -> it.waiting().mails()).register(meters);
        Gauge.builder(
                        "carillon.email.oldest.waiting.seconds",
                        this,
                        it -> it.waiting().oldestSeconds())
                .register(meters);
        Gauge.builder(
                        "carillon.email.provider.paused",
                        providers,
                        it -> it.active().pause() == null ? 0 : 1)
                .register(meters);
    }

    void attempt(String provider, SendOutcome outcome, Duration took) {
        meters.timer(
                        "carillon.email.attempts",
                        Tags.of("provider", provider, "outcome", Delivery.name(outcome)))
                .record(took);
    }

    void ended(Message message) {
        meters.counter(
                        "carillon.email.mails",
                        Tags.of(
                                "state",
                                message.state().key(),
                                "reason",
                                message.reason() == null ? "" : message.reason(),
                                "kind",
                                message.kind().name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    void replayed(int mails) {
        if (mails > 0) {
            meters.counter("carillon.email.replays").increment(mails);
        }
    }

    private synchronized Waiting waiting() {
        Waiting known = waiting;
        if (known != null && System.nanoTime() - readNanos < FRESH_NANOS) {
            return known;
        }
        readNanos = System.nanoTime();
        Waiting found =
                jdbc.queryForObject(
                        """
                        select count(*), coalesce(extract(epoch from now() - min(admitted_at)), 0)
                        from messages where not told and state in ('waiting', 'begun')
                        """,
                        (row, n) -> new Waiting(row.getDouble(1), row.getDouble(2)));
        waiting = found == null ? new Waiting(0, 0) : found;
        return waiting;
    }
}
