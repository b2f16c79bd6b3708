package dev.carillon.api.timeline;

import dev.carillon.api.web.Instants;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.rest.TimelinePage;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The timeline endpoint: why did I get this notification, or why not?
@RestController
class TimelineController {

    private final TimelineTable table;

    TimelineController(TimelineTable table) {
        this.table = table;
    }

    @GetMapping("/api/v1/timeline")
    TimelinePage timeline(
            Caller caller,
            @RequestParam(name = "notification_id", required = false) @Nullable UUID notificationId,
            @RequestParam(name = "event_source", required = false) @Nullable String eventSource,
            @RequestParam(name = "event_id", required = false) @Nullable String eventId,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        boolean support = caller.has(Role.SUPPORT);
        long leads =
                Stream.of(notificationId != null, eventId != null, recipient != null)
                        .filter(given -> given)
                        .count();
        if (leads > 1 || (leads == 0 && support)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_PARAMETER,
                    "notification_id",
                    leads > 1 ? "more than one selector is given" : "no selector is given",
                    "exactly one of notification_id, event_id and recipient");
        }
        int size = Pages.limit(limit);
        boolean ofRecipient = notificationId == null && eventId == null;
        String whose = whose(caller, support, recipient);
        String mark =
                CursorMark.of(
                        "timeline",
                        caller.tenant(),
                        notificationId == null ? null : notificationId.toString(),
                        eventSource,
                        eventId,
                        whose);
        List<TimelineTable.Stored> found =
                table.find(
                        new TimelineTable.Wanted(
                                caller.tenant(),
                                notificationId,
                                eventSource,
                                eventId,
                                whose,
                                newestFirst(order, ofRecipient),
                                Pages.position(cursor, mark, TimelineController::place),
                                size + 1));
        return new TimelinePage(
                Pages.shown(found, size).stream()
                        .map(stored -> support ? stored.entry() : inWords(stored.entry()))
                        .toList(),
                Pages.next(found, size, mark, TimelineController::encoded));
    }

    /// A person sees only their own entries, whatever they ask for; entries of another person seem not to exist.
    private static @Nullable String whose(
            Caller caller, boolean support, @Nullable String recipient) {
        if (recipient != null && !RecipientKey.isRecipient(recipient)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RECIPIENT,
                    "recipient",
                    "recipient is not a valid recipient id",
                    RecipientKey.RECIPIENT_ALLOWED);
        }
        if (support) {
            return recipient;
        }
        if (recipient != null && !recipient.equals(caller.recipient())) {
            throw Problems.notFound("timeline");
        }
        return caller.recipient();
    }

    private static boolean newestFirst(@Nullable String order, boolean ofRecipient) {
        return switch (order) {
            case null -> ofRecipient;
            case "newest" -> true;
            case "oldest" -> false;
            default ->
                    throw Problems.badRequest(
                            ErrorCode.INVALID_PARAMETER,
                            "order",
                            "order has an unknown value",
                            "oldest or newest");
        };
    }

    /// The entry as a person sees it: without the codes and details for support.
    private static TimelineEntry inWords(TimelineEntry entry) {
        return new TimelineEntry(
                entry.entryId(),
                entry.stage(),
                entry.at(),
                entry.tenant(),
                entry.notificationId(),
                entry.eventSource(),
                entry.eventId(),
                entry.type(),
                entry.recipient(),
                null,
                entry.channels(),
                entry.text(),
                Map.of());
    }

    private static String encoded(TimelineTable.Stored last) {
        return last.entry().at() + " " + last.position();
    }

    private static TimelineTable.Place place(String plain) {
        String[] parts = plain.split(" ", -1);
        Instant at = Instant.parse(parts[0]);
        if (!Instants.isAllowed(at)) {
            throw new IllegalArgumentException("the instant is out of range");
        }
        return new TimelineTable.Place(at, Long.parseLong(parts[1]));
    }
}
