package dev.carillon.chaos;

import dev.carillon.chaos.Book.Event;
import dev.carillon.chaos.Book.Kind;
import dev.carillon.chaos.Book.Switch;
import dev.carillon.chaos.Found.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Checks decisions: the timeline holds exactly one for everything that was accepted, and its email outcome is one that
/// the model allows.
record DecisionCheck(Book book, Found found, Findings findings) {
    /// A decision reads a person's settings shortly before the time that it records.
    private static final Duration MOMENT = Duration.ofSeconds(2);

    void compare() {
        for (Event event : book.events()) {
            for (String person : event.to()) {
                UUID id = event.notificationOf(person);
                Decided decided = found.decisions().get(id);
                if (decided == null) {
                    findings.unexplained("decision", person + " " + event.id() + " " + id, id);
                } else if (!isAllowed(event.kind(), person, decided)) {
                    findings.wrong(
                            "decision of email",
                            person + " " + event.kind() + " " + id + " " + decided,
                            id);
                }
            }
        }
        for (Book.Request request : book.requests()) {
            UUID id = request.notification();
            if (!found.decisions().containsKey(id)) {
                findings.unexplained("decision", request.person() + " request " + id, id);
            }
        }
    }

    private boolean isAllowed(Kind kind, String person, Decided decided) {
        String decision = decided.email();
        String outcome = decision.substring(0, decision.indexOf(' '));
        boolean sleeps = person.equals(People.SLEEPER) && decision.equals("deferred quiet_hours");
        boolean noAddress = person.equals(People.NOWHERE) && decision.endsWith("no_address");
        return switch (kind) {
            case BELL -> !outcome.equals("sent") && !outcome.equals("deferred");
            case MAIL ->
                    person.equals(People.FICKLE)
                            ? isAsSwitched(outcome, decided.at())
                            : outcome.equals("sent") || sleeps || noAddress;
            case DIGEST -> decision.equals("deferred digest") || noAddress;
            case ONCE ->
                    outcome.equals("sent")
                            || decision.equals("suppressed duplicate")
                            || sleeps
                            || noAddress;
            case ALERT -> outcome.equals("sent") || noAddress;
        };
    }

    private boolean isAsSwitched(String outcome, Instant at) {
        Boolean on = switchedOn(at);
        return switch (outcome) {
            case "sent" -> !Boolean.FALSE.equals(on);
            case "suppressed" -> !Boolean.TRUE.equals(on);
            default -> false;
        };
    }

    /// The email setting at an instant; null while it was changing.
    private @Nullable Boolean switchedOn(Instant at) {
        boolean on = true;
        for (Switch change : book.switches()) {
            if (at.isBefore(change.asked())) {
                return on;
            }
            if (at.isBefore(settled(change.known()))) {
                return null;
            }
            on = change.on();
        }
        return on;
    }

    /// The time from which no process decides by the old value any more. A process that was frozen may use it until it
    /// was resumed.
    private Instant settled(Instant known) {
        Instant settled = known.plus(MOMENT);
        List<Book.Freeze> freezes = book.freezes();
        for (Book.Freeze freeze : freezes) {
            if (freeze.from().isBefore(settled) && freeze.until().plus(MOMENT).isAfter(settled)) {
                settled = freeze.until().plus(MOMENT);
            }
        }
        return settled;
    }
}
