package dev.carillon.api.timeline;

import dev.carillon.api.web.Instants;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.rest.TimelinePage;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
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
    private static final int PAGE = 50;

    private final TimelineTable table;

    TimelineController(TimelineTable table) {
        this.table = table;
    }

    @GetMapping("/api/v1/timeline")
    TimelinePage timeline(
            Caller caller,
            QueryReader query,
            @RequestParam(name = "notification_id", required = false) @Nullable String notification,
            @RequestParam(name = "event_source", required = false) @Nullable String eventSource,
            @RequestParam(name = "event_id", required = false) @Nullable String eventId,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        boolean support = caller.has(Role.SUPPORT);
        UUID notificationId = query.id("notification_id", notification);
        query.recipient("recipient", recipient);
        String asked = query.oneOf("order", order, List.of("oldest", "newest"));
        int size = query.limit(limit, PAGE);
        long leads =
                Stream.of(notification != null, eventId != null, recipient != null)
                        .filter(given -> given)
                        .count();
        if (leads > 1 || (leads == 0 && support)) {
            query.refuse(
                    "notification_id",
                    ErrorCode.INVALID_PARAMETER,
                    leads > 1 ? "more than one selector is given" : "no selector is given",
                    "exactly one of notification_id, event_id and recipient");
        }
        boolean ofRecipient = notification == null && eventId == null;
        // a person reads their own only; what is another's is as if it were not there
        String whose = support || recipient != null ? recipient : caller.recipient();
        String mark =
                CursorMark.of(
                        "timeline",
                        caller.tenant(),
                        notificationId == null ? null : notificationId.toString(),
                        eventSource,
                        eventId,
                        whose);
        TimelineTable.Place after = query.position(cursor, mark, TimelineController::place);
        query.check();
        if (!support && !caller.recipient().equals(whose)) {
            throw Problems.notFound("timeline");
        }
        List<TimelineTable.Stored> found =
                table.find(
                        new TimelineTable.Wanted(
                                caller.tenant(),
                                notificationId,
                                eventSource,
                                eventId,
                                whose,
                                asked == null ? ofRecipient : asked.equals("newest"),
                                after,
                                size + 1));
        return new TimelinePage(
                Pages.shown(found, size).stream()
                        .map(stored -> support ? stored.entry() : inWords(stored.entry()))
                        .toList(),
                Pages.next(found, size, mark, TimelineController::encoded));
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
