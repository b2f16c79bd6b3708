package dev.carillon.digest.deferral;

import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.CursorMark;
import dev.carillon.events.Deferral;
import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The caller's own pending items.
@RestController
@RequestMapping("/api/v1/digests")
class PendingDigests {
    private static final int PAGE = 20;

    private final Items items;
    private final Schedules schedules;
    private final CancelItem cancelItem;

    PendingDigests(Items items, Schedules schedules, CancelItem cancelItem) {
        this.items = items;
        this.schedules = schedules;
        this.cancelItem = cancelItem;
    }

    /// @param nextDue when the next digest is due; null when no item waits for one
    record Page(List<Pending> items, @Nullable Instant nextDue, @Nullable String nextCursor) {}

    record Pending(
            UUID id,
            @Nullable String type,
            @Nullable String category,
            @Nullable String title,
            String reason,
            @Nullable Instant dueAt,
            Instant deferredAt) {}

    /// The caller's pending items that have not expired, newest first.
    ///
    /// @param limit 1 to 100
    /// @param cursor from the previous page
    @GetMapping("/pending")
    Page pending(
            Caller caller,
            QueryReader query,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        RecipientKey key = caller.key();
        int size = query.limit(limit, PAGE);
        String mark = CursorMark.of("digests/pending", key.tenant(), key.recipient());
        UUID before = query.position(cursor, mark, UUID::fromString);
        query.check();
        @Nullable Instant nextDue =
                items.anyToShow(key) ? schedules.nextDue(key).orElse(null) : null;
        List<Item> found = items.pending(key, before, size + 1);
        return new Page(
                Pages.shown(found, size).stream().map(item -> pending(item, nextDue)).toList(),
                nextDue,
                Pages.next(found, size, mark, last -> last.deferral().id().toString()));
    }

    /// Cancels a pending item of the caller. Has no effect when repeated, or after the item was sent.
    @DeleteMapping("/items/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(Caller caller, @PathVariable UUID id) {
        if (!cancelItem.cancel(caller.key(), id)) {
            throw Problems.notFound("pending item");
        }
    }

    private static Pending pending(Item item, @Nullable Instant nextDue) {
        Deferral deferral = item.deferral();
        Notification notification = deferral.notification();
        return new Pending(
                deferral.id(),
                notification == null ? null : notification.type(),
                notification == null ? null : notification.category(),
                notification == null ? null : notification.title(),
                deferral.reason(),
                item.single() ? deferral.notBefore() : nextDue,
                deferral.decidedAt());
    }
}
