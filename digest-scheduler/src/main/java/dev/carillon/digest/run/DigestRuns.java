package dev.carillon.digest.run;

import dev.carillon.digest.reference.ReferenceReadiness;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.ProblemException;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Runs: lists them for support, and sends a recipient's digest now, for that recipient or an admin.
@RestController
@RequestMapping("/api/v1/digests/runs")
class DigestRuns {
    private static final int PAGE = 20;
    private static final int KEY_LIMIT = 128;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Runs runs;
    private final RunDue due;
    private final ReferenceReadiness reference;
    private final Clock clock;

    DigestRuns(Runs runs, RunDue due, ReferenceReadiness reference, Clock clock) {
        this.runs = runs;
        this.due = due;
        this.reference = reference;
        this.clock = clock;
    }

    record Wanted(@Nullable String recipient) {}

    /// @param runId null when there was no run
    /// @param state `sent`; `frozen` while it is being published; `empty` when there was nothing to send; `not_sent`
    /// @param reason for `not_sent`: `no_address`, the recipient has no email address. The pending items are kept
    /// @param leftOut number of notifications left out in the last request to notification-api
    record Answer(
            @Nullable UUID runId,
            String recipient,
            String kind,
            String state,
            @Nullable String reason,
            @Nullable LocalDate date,
            Instant dueAt,
            @Nullable Instant frozenAt,
            @Nullable Instant sentAt,
            int items,
            int leftOut) {
        static Answer of(Runs.Run run) {
            String state = run.items() == 0 ? "empty" : run.sentAt() == null ? "frozen" : "sent";
            return new Answer(
                    run.runId(),
                    run.recipient().recipient(),
                    run.kind(),
                    state,
                    null,
                    run.date(),
                    run.dueAt(),
                    run.frozenAt(),
                    run.sentAt(),
                    run.items(),
                    run.leftOut());
        }

        static Answer notSent(RecipientKey recipient, String reason, Instant now) {
            return new Answer(
                    null,
                    recipient.recipient(),
                    "manual",
                    "not_sent",
                    reason,
                    null,
                    now,
                    null,
                    null,
                    0,
                    0);
        }
    }

    record Page(List<Answer> items, @Nullable String nextCursor) {}

    /// Runs of the caller's tenant, newest first.
    ///
    /// @param limit 1 to 100
    @GetMapping
    Page list(
            Caller caller,
            QueryReader query,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = query.limit(limit, PAGE);
        query.recipient("recipient", recipient);
        String mark = CursorMark.of("digests/runs", caller.tenant(), recipient);
        Runs.Position before = query.position(cursor, mark, DigestRuns::position);
        query.check();
        List<Runs.Run> found = runs.list(caller.tenant(), recipient, before, size + 1);
        return new Page(
                Pages.shown(found, size).stream().map(Answer::of).toList(),
                Pages.next(found, size, mark, DigestRuns::cursor));
    }

    /// Sends a recipient's digest now, with all pending items. Later runs do not repeat them. The same Idempotency-Key
    /// returns the same run.
    @PostMapping
    Answer run(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Wanted wanted) {
        RecipientKey recipient = recipient(caller, wanted);
        String requestId = key == null ? UUID.randomUUID().toString() : key;
        if (requestId.isBlank()
                || requestId.length() > KEY_LIMIT
                || requestId.chars().anyMatch(Character::isISOControl)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY,
                    "Idempotency-Key",
                    "must have 1 to 128 characters and no control characters",
                    "1 to 128 characters");
        }
        if (!reference.isComplete()) {
            throw Problems.unavailable(
                    RETRY_AFTER,
                    "recipients and preferences are still being read; nothing was sent");
        }
        try {
            Instant now = clock.instant();
            return switch (due.manual(recipient, requestId, now)) {
                case RunDue.Manual.Ran ran -> Answer.of(ran.run());
                case RunDue.Manual.NoAddress _ ->
                        Answer.notSent(recipient, Reasons.NO_ADDRESS, now);
            };
        } catch (RunDue.UnfinishedException e) {
            throw Problems.unavailable(
                    RETRY_AFTER,
                    "too many notifications were seen in the meantime for one request; nothing was sent. Send the request again to continue");
        } catch (NotificationStates.NoAnswerException e) {
            throw Problems.unavailable(
                    RETRY_AFTER,
                    "notification-api does not answer what was seen; nothing was sent");
        }
    }

    private static RecipientKey recipient(Caller caller, @Nullable Wanted wanted) {
        String named = wanted == null ? null : wanted.recipient();
        if (named == null || named.equals(caller.recipient())) {
            return caller.key();
        }
        if (!caller.has(Role.ADMIN)) {
            throw Problems.forbidden("only an admin may run another person's digest");
        }
        if (!RecipientKey.isRecipient(named)) {
            throw invalidRecipient();
        }
        return new RecipientKey(caller.tenant(), named);
    }

    private static ProblemException invalidRecipient() {
        return Problems.badRequest(
                ErrorCode.INVALID_RECIPIENT,
                "recipient",
                "is not a valid recipient id",
                RecipientKey.RECIPIENT_ALLOWED);
    }

    private static String cursor(Runs.Run last) {
        return last.frozenAt() + " " + last.runId();
    }

    private static Runs.Position position(String plain) {
        int space = plain.indexOf(' ');
        return new Runs.Position(
                Instant.parse(plain.substring(0, Math.max(0, space))),
                UUID.fromString(plain.substring(space + 1)));
    }
}
