package dev.carillon.email.delivery;

import dev.carillon.email.provider.Providers;
import dev.carillon.email.provider.SendOutcome;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Reasons;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Meters of emails, documented in docs/guides/email.md.
@Component
class MailMetrics {
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private static final List<String> NOT_MAILED =
            List.of(
                    Reasons.NO_ADDRESS,
                    Reasons.SUPPRESSED_ADDRESS,
                    Reasons.EXPIRED,
                    Reasons.ERASED,
                    Reasons.MUTED,
                    Reasons.UNSUBSCRIBED);
    private static final List<String> REFUSED =
            List.of(Reasons.QUOTA_DAY, Reasons.QUOTA_HOUR, Reasons.PROVIDER_QUOTA);
    private static final List<String> DEAD =
            List.of(Reasons.PROVIDER_REFUSED, Reasons.ATTEMPTS_EXHAUSTED, Reasons.RENDER_FAILED);
    private static final List<String> UNKNOWN =
            List.of(
                    Reasons.ATTEMPTS_EXHAUSTED,
                    Reasons.KEY_EXPIRED,
                    Reasons.ACCOUNT_CHANGED,
                    Reasons.INTERRUPTED);

    private final MeterRegistry meters;
    private final Counter replays;
    private final JdbcTemplate jdbc;
    private long readNanos;
    private @Nullable Waiting waiting;

    /// @param oldestSeconds age of the oldest waiting email
    private record Waiting(double mails, double oldestSeconds) {}

    MailMetrics(MeterRegistry meters, JdbcTemplate jdbc, Providers providers) {
        this.meters = meters;
        this.jdbc = jdbc;
        Gauge.builder("carillon.email.waiting", this, it -> it.waiting().mails())
                .description("Emails that wait to be sent or are being sent")
                .register(meters);
        Gauge.builder(
                        "carillon.email.oldest.waiting.seconds",
                        this,
                        it -> it.waiting().oldestSeconds())
                .description("Age of the email that has waited longest")
                .register(meters);
        Gauge.builder(
                        "carillon.email.provider.paused",
                        providers,
                        it -> it.active().pause() == null ? 0 : 1)
                .description("1 while the provider is paused")
                .register(meters);
        this.replays =
                Counter.builder("carillon.email.replays")
                        .description(
                                "Records of emails that were already admitted; they changed nothing")
                        .register(meters);
        for (String outcome : Delivery.OUTCOMES) {
            attempts(providers.active().provider().name(), outcome);
        }
        for (EmailMessage.Kind kind : EmailMessage.Kind.values()) {
            mails(MessageState.SENT, "", kind);
            NOT_MAILED.forEach(reason -> mails(MessageState.NOT_MAILED, reason, kind));
            REFUSED.forEach(reason -> mails(MessageState.REFUSED, reason, kind));
            DEAD.forEach(reason -> mails(MessageState.DEAD, reason, kind));
            UNKNOWN.forEach(reason -> mails(MessageState.UNKNOWN, reason, kind));
        }
    }

    void attempt(String provider, SendOutcome outcome, Duration took) {
        attempts(provider, Delivery.name(outcome)).record(took);
    }

    void ended(Message message) {
        mails(message.state(), message.reason() == null ? "" : message.reason(), message.kind())
                .increment();
    }

    void replayed(int mails) {
        replays.increment(mails);
    }

    private Timer attempts(String provider, String outcome) {
        return Timer.builder("carillon.email.attempts")
                .description("Attempts to send an email to the provider, by outcome")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(meters);
    }

    private Counter mails(MessageState state, String reason, EmailMessage.Kind kind) {
        return Counter.builder("carillon.email.mails")
                .description("Emails with a final state, by state and reason")
                .tag("state", state.key())
                .tag("reason", reason)
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(meters);
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
