package dev.carillon.email.delivery;

import dev.carillon.email.alert.Alerts;
import dev.carillon.email.delivery.Hindrances.Look;
import dev.carillon.email.provider.Mail;
import dev.carillon.email.provider.MailProvider;
import dev.carillon.email.provider.ProviderGate;
import dev.carillon.email.provider.Providers;
import dev.carillon.email.provider.SendOutcome;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.email.quota.Ask;
import dev.carillon.email.quota.MailQuota;
import dev.carillon.email.quota.Reservation;
import dev.carillon.email.template.MailRenderer;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.Reasons;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RecordRefusedException;
import dev.carillon.platform.kafka.UnreadableValueException;
import dev.carillon.platform.observability.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Processes one claimed email: makes an attempt, ends it, or schedules it for later. When an exception is thrown, the
/// row stays leased; after the lease ends another worker claims it.
@Component
@EnableConfigurationProperties(DeliveryProperties.class)
class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration REDIS_AWAY = Duration.ofSeconds(2);

    private final Messages messages;
    private final Hindrances hindrances;
    private final MailRenderer renderer;
    private final Providers providers;
    private final MailQuota quota;
    private final FollowUps followUps;
    private final AttemptHistory history;
    private final RetryTopics retries;
    private final RecordPublisher publisher;
    private final Alerts alerts;
    private final MailMetrics metrics;
    private final Transitions transitions;
    private final Clock clock;

    Delivery(
            Messages messages,
            Hindrances hindrances,
            MailRenderer renderer,
            Providers providers,
            MailQuota quota,
            FollowUps followUps,
            AttemptHistory history,
            RetryTopics retries,
            RecordPublisher publisher,
            Alerts alerts,
            MailMetrics metrics,
            DeliveryProperties properties,
            Clock clock) {
        this.messages = messages;
        this.hindrances = hindrances;
        this.renderer = renderer;
        this.providers = providers;
        this.quota = quota;
        this.followUps = followUps;
        this.history = history;
        this.retries = retries;
        this.publisher = publisher;
        this.alerts = alerts;
        this.metrics = metrics;
        this.clock = clock;
        this.transitions =
                new Transitions(
                        properties.attempts(), () -> ThreadLocalRandom.current().nextDouble());
    }

    void step(Claim claim) {
        Message message = claim.message();
        try (Trace.Scope _ = Trace.follow(message.traceparent());
                Trace.Scope _ = Trace.of(message.id().toString(), message.recipient().toString())) {
            if (message.state().isFinal()) {
                publishFollowUps(claim, message);
            } else {
                attempt(claim);
            }
        }
    }

    private void attempt(Claim claim) {
        Message message = claim.message();
        EmailMessage content = readContent(claim);
        if (content == null) {
            return;
        }
        Instant now = clock.instant();
        Optional<ProviderGate> chosen = gate(message);
        if (message.mayBeOut()) {
            String obstacle = reasonNotToResend(message, chosen, now);
            if (obstacle != null) {
                end(claim, unknown(obstacle));
                return;
            }
        }
        ProviderGate gate = chosen.orElseGet(providers::active);
        switch (hindrances.at(message, content, now)) {
            case Look.Later later -> messages.putOff(claim, later.at(), later.reason(), true);
            case Look.Never never ->
                    end(
                            claim,
                            message.mayBeOut()
                                    ? unknown(never.reason())
                                    : ended(MessageState.NOT_MAILED, never.reason(), null));
            case Look.Unsendable unsendable -> {
                Failure failure = SendOutcome.invalidAddress(unsendable.fault()).failure();
                end(
                        claim,
                        message.mayBeOut()
                                ? unknown(failure.errorClass())
                                : ended(MessageState.DEAD, failure.errorClass(), failure));
            }
            case Look.Clear clear -> {
                Mail mail = frozenOrRendered(claim, content, clear, now);
                if (mail != null) {
                    sendIfAllowed(claim, content, gate, mail, now);
                }
            }
        }
    }

    /// Returns the content of the stored record. If it cannot be read, ends the email and returns null: later claims
    /// could not read it either.
    private @Nullable EmailMessage readContent(Claim claim) {
        Message message = claim.message();
        Failure failure;
        try {
            EmailMessage content = message.record().content();
            String missing = Admission.missing(content);
            if (missing == null) {
                return content;
            }
            failure = new Failure(FollowUps.UNREADABLE, null, "it lacks the field " + missing);
        } catch (UnreadableValueException | IllegalStateException fault) {
            failure = Failure.of(FollowUps.UNREADABLE, fault);
        }
        log.error("the stored record of email {} cannot be read", message.id());
        end(
                claim,
                ended(
                        message.mayBeOut() ? MessageState.UNKNOWN : MessageState.DEAD,
                        FollowUps.UNREADABLE,
                        failure));
        return null;
    }

    /// Returns the frozen email, or renders a new one. If rendering fails, ends the email and returns null.
    private @Nullable Mail frozenOrRendered(
            Claim claim, EmailMessage content, Look.Clear clear, Instant now) {
        Message message = claim.message();
        if (message.mail() != null) {
            return message.mail();
        }
        try {
            return renderer.render(
                    content, message.envelope(), clear.recipient(), clear.address(), now);
        } catch (DataAccessException infrastructure) {
            throw infrastructure;
        } catch (RuntimeException fault) {
            log.error("email {} cannot be rendered", message.id(), fault);
            end(
                    claim,
                    ended(
                            MessageState.DEAD,
                            Reasons.RENDER_FAILED,
                            Failure.of(Reasons.RENDER_FAILED, fault)));
            return null;
        }
    }

    private void sendIfAllowed(
            Claim claim, EmailMessage content, ProviderGate gate, Mail mail, Instant now) {
        switch (gate.ask(claim.message().critical())) {
            case ProviderGate.Passage.Closed closed ->
                    messages.putOff(claim, closed.until(), closed.reason(), false);
            case ProviderGate.Passage.Open open -> {
                try {
                    LocalDate day = reserveQuota(claim, content, gate.provider(), now);
                    if (day != null && sleep(open.delay())) {
                        send(claim, gate, mail, day);
                    }
                } finally {
                    gate.withdraw(); // Does nothing when the gate has already learned an outcome.
                }
            }
        }
    }

    /// The UTC day charged; null if the quota refused, which is already handled.
    private @Nullable LocalDate reserveQuota(
            Claim claim, EmailMessage content, MailProvider provider, Instant now) {
        Message message = claim.message();
        LocalDate granted = message.quotaDay();
        if (granted != null
                && (message.mayBeOut()
                        || granted.equals(LocalDate.ofInstant(now, ZoneOffset.UTC)))) {
            return granted;
        }
        Ask ask =
                new Ask(
                        account(provider.name(), provider.account()),
                        message.id(),
                        message.generation(),
                        message.recipient(),
                        lane(message, content));
        return switch (quota.reserve(ask)) {
            case Reservation.Granted grant -> grant.day();
            case Reservation.Refused refused -> {
                end(
                        claim,
                        new Transition.End(
                                MessageState.REFUSED,
                                refused.limit(),
                                null,
                                null,
                                refused.opensAt(),
                                false));
                yield null;
            }
            case Reservation.Unavailable unavailable -> {
                messages.putOff(claim, now.plus(REDIS_AWAY), "quota_unavailable", false);
                yield null;
            }
        };
    }

    private void send(Claim claim, ProviderGate gate, Mail mail, LocalDate day) {
        MailProvider provider = gate.provider();
        Instant begin = clock.instant();
        Optional<Message> begun =
                messages.begin(claim, provider.name(), provider.account(), mail, day, begin);
        if (begun.isEmpty()) {
            log.info("another worker took over email {} before its attempt", claim.message().id());
            return;
        }
        Message message = begun.get();
        Mail frozen = message.mail() == null ? mail : message.mail();
        SendOutcome outcome = callProvider(provider, message, frozen);
        Instant now = clock.instant();
        ProviderGate.Pause pause = gate.learn(message.id(), outcome);
        metrics.attempt(provider.name(), outcome, Duration.between(begin, now));
        if (pause != null) {
            alert(provider, pause);
        }
        Transition transition = transitions.after(message, outcome, now, pausedUntil(gate, now));
        Optional<Message> after = messages.after(claim, transition, name(outcome), now);
        if (after.isEmpty()) {
            log.warn(
                    "another worker took over email {} during its attempt; the outcome {} is discarded",
                    message.id(),
                    name(outcome));
            return;
        }
        switch (transition) {
            case Transition.Again again -> {
                log.info(
                        "email {} failed ({}) in attempt {}; the next attempt is at {}",
                        message.id(),
                        again.failure().errorClass(),
                        message.attempts(),
                        again.at());
                retries.schedule(after.get(), again.at(), now);
            }
            case Transition.Pause paused ->
                    log.info(
                            "email {} waits because provider {} is paused",
                            message.id(),
                            provider.name());
            case Transition.End end -> finished(claim, after.get(), end.refund());
        }
    }

    private static SendOutcome callProvider(MailProvider provider, Message message, Mail mail) {
        try {
            return provider.send(message.envelope(), mail);
        } catch (RuntimeException fault) {
            log.error(
                    "provider {} threw an exception for email {}",
                    provider.name(),
                    message.id(),
                    fault);
            // Only an unavailable database concerns every email; any other fault is
            // caused by this one.
            Failure failure = Failure.of("provider_fault", fault);
            failure = fault instanceof DataAccessException ? failure : failure.ofThisMail();
            return provider.takesKeys()
                    ? new SendOutcome.Transient(failure, true, null)
                    : new SendOutcome.Unknown(failure);
        }
    }

    private void end(Claim claim, Transition.End end) {
        messages.end(claim, end, clock.instant())
                .ifPresentOrElse(
                        message -> finished(claim, message, end.refund()),
                        () -> log.info("another worker took over email {}", claim.message().id()));
    }

    private void finished(Claim claim, Message message, boolean refund) {
        LocalDate day = message.quotaDay();
        if (refund && day != null && message.provider() != null && message.account() != null) {
            quota.refund(
                    account(message.provider(), message.account()),
                    day,
                    message.id(),
                    message.generation(),
                    message.recipient());
        }
        metrics.ended(message);
        publishFollowUps(claim, message);
    }

    /// Publishes what follows from the outcome; only then marks the row as reported.
    private void publishFollowUps(Claim claim, Message message) {
        String attempts = message.state() == MessageState.DEAD ? history.json(message.id()) : "[]";
        try {
            publisher.publish(followUps.of(message, attempts));
        } catch (RecordRefusedException refused) {
            log.error(
                    "the broker refused a record that follows from email {}; storing a dead letter instead",
                    message.id(),
                    refused);
            OutgoingRecord letter =
                    followUps.refusedByBroker(
                            message, "the broker refused a record that follows from this email");
            publisher.publish(letter);
        }
        messages.told(claim);
    }

    private void alert(MailProvider provider, ProviderGate.Pause pause) {
        alerts.send(
                pause.reason(),
                "Email provider %s is paused for %d s (%s): %s"
                        .formatted(
                                provider.name(),
                                pause.length().toSeconds(),
                                pause.reason(),
                                pause.failure().errorClass()),
                Map.of(
                        "provider", provider.name(),
                        "error_class", pause.failure().errorClass(),
                        "until", pause.until().toString()));
    }

    private Optional<ProviderGate> gate(Message message) {
        return message.provider() == null || message.account() == null
                ? Optional.empty()
                : providers.find(message.provider(), message.account());
    }

    /// Why an email that may have been accepted cannot be sent again without the risk of sending it twice. Null when it
    /// is safe: the same account still knows the idempotency key.
    private @Nullable String reasonNotToResend(
            Message message, Optional<ProviderGate> gate, Instant now) {
        boolean begun = message.state() == MessageState.BEGUN;
        if (gate.map(ProviderGate::provider).filter(MailProvider::takesKeys).isEmpty()) {
            return begun ? Reasons.INTERRUPTED : Reasons.ACCOUNT_CHANGED;
        }
        if (!transitions.mayGoOn(message, now)) {
            return begun ? Reasons.INTERRUPTED : Reasons.KEY_EXPIRED;
        }
        return null;
    }

    private Instant pausedUntil(ProviderGate gate, Instant now) {
        ProviderGate.Pause pause = gate.pause();
        return pause == null ? now.plusSeconds(1) : pause.until();
    }

    private static Transition.End unknown(String reason) {
        return ended(MessageState.UNKNOWN, reason, null);
    }

    private static Transition.End ended(
            MessageState state, String reason, @Nullable Failure failure) {
        return new Transition.End(
                state, reason, failure, null, null, state != MessageState.UNKNOWN);
    }

    private static Ask.Lane lane(Message message, EmailMessage content) {
        if (message.critical()) {
            return Ask.Lane.CRITICAL;
        }
        return content.priority() == Priority.HIGH || content.priority() == Priority.URGENT
                ? Ask.Lane.HEAD_ROOM
                : Ask.Lane.NORMAL;
    }

    /// The quota's name of an account.
    static String account(String provider, String account) {
        return provider + "." + account;
    }

    /// All values that [#name] returns.
    static final List<String> OUTCOMES =
            List.of("sent", "transient", "permanent", "provider_down", "quota", "unknown");

    static String name(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> "sent";
            case SendOutcome.Transient failed -> "transient";
            case SendOutcome.Permanent refused -> "permanent";
            case SendOutcome.ProviderDown down -> "provider_down";
            case SendOutcome.QuotaExceeded exceeded -> "quota";
            case SendOutcome.Unknown unknown -> "unknown";
        };
    }

    private static boolean sleep(Duration wait) {
        if (wait.isZero()) {
            return true;
        }
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
