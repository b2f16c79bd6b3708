package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.Cursor;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.InboxRow;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.ChangesPage;
import dev.carillon.events.rest.NotificationPage;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Problems;
import dev.carillon.platform.web.QueryReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/// The endpoints that read a person's inbox.
@RestController
@RequestMapping("/api/v1/notifications")
class InboxController {
    private final ReadInbox inbox;
    private final LogEnds logEnds;

    InboxController(ReadInbox inbox, LogEnds logEnds) {
        this.inbox = inbox;
        this.logEnds = logEnds;
    }

    @GetMapping
    @Nullable ResponseEntity<NotificationPage> list(
            Caller caller,
            WebRequest request,
            QueryReader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String direction,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        RecipientKey who = caller.key();
        ListQuery query =
                ListQuery.of(
                        who,
                        new ListQuery.Parameters(
                                cursor, direction, limit, category, type, state, from, to),
                        reader);
        if (isUnchanged(request, who)) {
            return null;
        }
        LogEnds.Position end = logEnds.of(who);
        ReadInbox.Page page = inbox.page(who, query);
        return tagged(page.counter()).body(shown(who, query, page, end));
    }

    @GetMapping("/{id}")
    InboxRow one(Caller caller, @PathVariable UUID id) {
        return inbox.one(caller.key(), id)
                .map(StoredRow::shown)
                .orElseThrow(() -> Problems.notFound("notification"));
    }

    @GetMapping("/counts")
    @Nullable ResponseEntity<Counts> counts(Caller caller, WebRequest request) {
        Counter counter = inbox.counter(caller.key());
        if (request.checkNotModified(etag(counter))) {
            return null;
        }
        return tagged(counter).body(counter.counts());
    }

    @GetMapping("/stats")
    InboxStats stats(Caller caller) {
        return InboxStats.of(inbox.stats(caller.key()));
    }

    @GetMapping("/changes")
    ChangesPage changes(Caller caller, @RequestParam(required = false) @Nullable String cursor) {
        RecipientKey who = caller.key();
        ReceivedCursor received = cursor(cursor, who);
        Cursor from = received.cursor();
        LogEnds.Position end = logEnds.of(who);
        ReadInbox.Changes changes = inbox.changes(who, received);
        Counter counter = changes.counter();
        Cursor upto =
                changes.more()
                        // more pages follow, so the log position of the cursor stays the same
                        ? new Cursor(
                                from.epoch(),
                                changes.upto(),
                                from.partition(),
                                from.offset(),
                                changes.within())
                        : end.cursor(counter.epoch(), changes.upto());
        return new ChangesPage(
                changes.rows().stream().map(StoredRow::shown).toList(),
                counter.counts(),
                upto.encoded(who),
                changes.more(),
                changes.reset());
    }

    private static ReceivedCursor cursor(@Nullable String text, RecipientKey who) {
        if (text != null) {
            try {
                ReceivedCursor received = ReceivedCursor.parse(text);
                if (!received.isOfAnother(who)) {
                    return received;
                }
            } catch (IllegalArgumentException unreadable) {
                // reported below
            }
        }
        String allowed =
                "an unchanged cursor of the same person, from a list, a changes page or a WebSocket frame";
        throw Problems.badRequest(
                ErrorCode.INVALID_CURSOR, "cursor", "cursor must be the " + allowed, allowed);
    }

    /// A poll costs one read of the counter row: every change of the inbox advances its `seq`, so an equal `seq` means
    /// no change.
    private boolean isUnchanged(WebRequest request, RecipientKey who) {
        return request.getHeader("If-None-Match") != null
                && request.checkNotModified(etag(inbox.counter(who)));
    }

    private static ResponseEntity.BodyBuilder tagged(Counter counter) {
        return ResponseEntity.ok()
                .eTag(etag(counter))
                .cacheControl(CacheControl.noCache().cachePrivate());
    }

    private static String etag(Counter counter) {
        return "W/\"" + counter.epoch() + "-" + counter.seq() + "\"";
    }

    private static NotificationPage shown(
            RecipientKey who, ListQuery query, ReadInbox.Page page, LogEnds.Position end) {
        List<StoredRow> rows = page.rows();
        Counter counter = page.counter();
        return new NotificationPage(
                rows.stream().map(StoredRow::shown).toList(),
                next(who, query, page),
                previous(who, query, page),
                counter.counts(),
                end.cursor(counter.epoch(), counter.seq()).encoded(who));
    }

    private static @Nullable String next(RecipientKey who, ListQuery query, ReadInbox.Page page) {
        PageCursor cursor = query.cursor();
        if (!page.rows().isEmpty()) {
            boolean older = query.newer() ? cursor != null : page.more();
            return older
                    ? new PageCursor(PageCursor.Side.OLDER, page.rows().getLast().id()).encoded(who)
                    : null;
        }
        return query.newer() && cursor != null
                ? new PageCursor(PageCursor.Side.OLDER_FROM, cursor.id()).encoded(who)
                : null;
    }

    private static @Nullable String previous(
            RecipientKey who, ListQuery query, ReadInbox.Page page) {
        if (page.rows().isEmpty()) {
            return null;
        }
        boolean newer = query.newer() ? page.more() : query.cursor() != null;
        return newer
                ? new PageCursor(PageCursor.Side.NEWER, page.rows().getFirst().id()).encoded(who)
                : null;
    }

    /// Statistics of an inbox.
    ///
    /// @param readRate share of read rows, 0 to 1; 0 for an empty inbox
    record InboxStats(
            long total,
            long seen,
            long read,
            long clicked,
            long archived,
            double readRate,
            Map<String, CategoryStats> byCategory) {
        /// The same statistics for one category.
        record CategoryStats(
                long total, long seen, long read, long clicked, long archived, double readRate) {}

        static InboxStats of(Map<String, ReadInbox.CategoryStats> stats) {
            long total = 0;
            long seen = 0;
            long read = 0;
            long clicked = 0;
            long archived = 0;
            Map<String, CategoryStats> byCategory = new java.util.LinkedHashMap<>();
            for (Map.Entry<String, ReadInbox.CategoryStats> entry : stats.entrySet()) {
                ReadInbox.CategoryStats one = entry.getValue();
                total += one.total();
                seen += one.seen();
                read += one.read();
                clicked += one.clicked();
                archived += one.archived();
                byCategory.put(
                        entry.getKey(),
                        new CategoryStats(
                                one.total(),
                                one.seen(),
                                one.read(),
                                one.clicked(),
                                one.archived(),
                                rate(one.read(), one.total())));
            }
            return new InboxStats(
                    total, seen, read, clicked, archived, rate(read, total), byCategory);
        }

        private static double rate(long part, long whole) {
            return whole == 0 ? 0 : Math.round(1000.0 * part / whole) / 1000.0;
        }
    }
}
