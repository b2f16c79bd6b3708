package dev.carillon.email.quota;

import dev.carillon.email.alert.Alerts;
import dev.carillon.email.quota.QuotaLedger.Asked;
import dev.carillon.email.quota.QuotaRedis.AwayException;
import dev.carillon.email.quota.QuotaRedis.Said;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Batches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/// The quota: reserves emails and refunds those that were definitely not accepted. Thread-safe. Calls block for
/// Postgres and Redis, at most a few seconds.
@Component
@EnableConfigurationProperties(QuotaProperties.class)
public class MailQuota {
    private static final Logger log = LoggerFactory.getLogger(MailQuota.class);
    private static final int TRIES = 5;
    private static final int[] PERCENTS = {80, 90, 100};

    private final QuotaLedger ledger;
    private final QuotaRedis redis;
    private final QuotaProperties limits;
    private final Alerts alerts;
    private static final List<String> ANSWERS = List.of("granted", "refused_day", "refused_hour");

    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicLong lastUsed;
    private final Map<LocalDate, Integer> alerted = new ConcurrentHashMap<>();

    MailQuota(
            QuotaLedger ledger,
            QuotaRedis redis,
            QuotaProperties limits,
            Alerts alerts,
            Clock clock,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.redis = redis;
        this.limits = limits;
        this.alerts = alerts;
        this.clock = clock;
        this.meters = meters;
        this.lastUsed = new AtomicLong();
        Gauge.builder("carillon.email.quota.used", lastUsed, AtomicLong::get)
                .description(
                        "Emails charged to the quota of the current UTC day, as of the last request to the quota")
                .register(meters);
        Gauge.builder("carillon.email.quota.limit", limits, QuotaProperties::day)
                .description("Emails that the quota allows per UTC day")
                .strongReference(true)
                .register(meters);
        ANSWERS.forEach(this::answers);
    }

    /// The state of the quota, for support.
    ///
    /// @param normalLimit the limit for emails that may not use the head-room
    /// @param locked whether normal emails are refused for the rest of the day; null while Redis is unavailable
    public record State(
            String account,
            LocalDate date,
            int limit,
            int normalLimit,
            long used,
            long remaining,
            int recipientHourlyLimit,
            @Nullable Boolean locked,
            Instant resetsAt) {}

    /// Reserves an email. The same request returns the same reservation as long as that is valid.
    public Reservation reserve(Ask ask) {
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Asked asked = ledger.ask(ask, day, now);
        switch (asked.state()) {
            case "granted" -> {
                return new Reservation.Granted(day);
            }
            case "refused", "refunded" -> {
                return refusal(day, "day", now);
            }
            default -> {}
        }
        try {
            return answered(ask, day, asked.epoch(), now);
        } catch (AwayException away) {
            if (ask.lane() != Ask.Lane.CRITICAL) {
                return new Reservation.Unavailable();
            }
            log.warn(
                    "Redis is unavailable: critical email {} is counted in Postgres only",
                    ask.id());
            ledger.grantPastRedis(ask, day);
            return new Reservation.Granted(day);
        }
    }

    /// Refunds an email that the provider definitely did not accept.
    public void refund(
            String account, LocalDate day, UUID id, int generation, RecipientKey recipient) {
        Optional<Instant> askedAt = ledger.refund(account, day, id, generation);
        if (askedAt.isEmpty()) {
            return;
        }
        try {
            redis.refund(
                    account,
                    day,
                    Ask.reservation(id, generation),
                    recipient.toString(),
                    ledger.epoch(account, day),
                    askedAt.get());
        } catch (AwayException away) {
            ledger.raiseEpoch(account, day);
        }
    }

    /// The state of the current day, counted in the ledger.
    public State state(String account) {
        LocalDate day = today();
        long used = ledger.used(account, day);
        return new State(
                account,
                day,
                limits.day(),
                limits.normal(),
                used,
                Math.max(0, limits.day() - used),
                limits.recipientHour(),
                redis.locked(account, day),
                QuotaRedis.dayEnd(day));
    }

    /// Deletes ledger entries older than `age`, in batches.
    public void forget(Duration age, int batch) {
        LocalDate day = LocalDate.ofInstant(clock.instant().minus(age), ZoneOffset.UTC);
        Batches.untilDone(batch, limit -> ledger.forgetEntries(day, limit));
        ledger.forgetDays(day);
    }

    private Reservation answered(Ask ask, LocalDate day, long epoch, Instant now)
            throws AwayException {
        long believed = epoch;
        for (int i = 0; i < TRIES; i++) {
            Said said = redis.reserve(ask, day, believed, now);
            switch (said.word()) {
                case "granted" -> {
                    ledger.answer(ask, day, "granted");
                    count("granted");
                    alert(ask.account(), day, said.used(), now);
                    return new Reservation.Granted(day);
                }
                case "refused" -> {
                    ledger.answer(ask, day, "refused");
                    count("refused_" + said.limit());
                    alert(ask.account(), day, said.used(), now);
                    return refusal(day, said.limit(), now);
                }
                case "stale" -> believed = ledger.epoch(ask.account(), day);
                default -> {
                    QuotaLedger.Snapshot snapshot =
                            ledger.snapshot(ask.account(), day, QuotaRedis.hourOf(now));
                    log.warn(
                            "the quota counter of {} for {} is unknown: rebuilt from {} emails in the"
                                    + " ledger",
                            ask.account(),
                            day,
                            snapshot.counted().size());
                    redis.rebuild(ask.account(), day, snapshot, now);
                    believed = Math.max(believed, snapshot.epoch());
                }
            }
        }
        return new Reservation.Unavailable();
    }

    private static Reservation.Refused refusal(LocalDate day, String limit, Instant now) {
        return new Reservation.Refused(
                limit, limit.equals("hour") ? QuotaRedis.hourEnd(now) : QuotaRedis.dayEnd(day));
    }

    private void alert(String account, LocalDate day, long used, Instant now) {
        lastUsed.set(used);
        for (int percent : PERCENTS) {
            boolean reached = used * 100 >= (long) limits.day() * percent;
            if (reached && alerted.getOrDefault(day, 0) < percent) {
                if (ledger.takeAlert(account, day, percent, now)) {
                    alerts.send(
                            "quota_" + percent,
                            "Email quota: %d of %d used on %s (%d %%)"
                                    .formatted(used, limits.day(), day, percent),
                            Map.of("account", account, "used", used, "limit", limits.day()));
                }
                alerted.keySet().removeIf(other -> other.isBefore(day));
                alerted.merge(day, percent, Math::max);
            }
        }
    }

    private void count(String answer) {
        answers(answer).increment();
    }

    private Counter answers(String answer) {
        return Counter.builder("carillon.email.quota.answers")
                .description("Answers of the quota to emails, by answer")
                .tag("answer", answer)
                .register(meters);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
