package dev.carillon.api.admin;

import dev.carillon.api.timeline.HourlyMetrics;
import dev.carillon.api.web.Instants;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Metrics and the audit log of the caller's tenant.
@RestController
@RequestMapping("/api/v1/admin")
class AdminController {
    private static final Duration WIDEST = Duration.ofDays(400);

    private final HourlyMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    AdminController(HourlyMetrics metrics, AuditLog audit, Clock clock) {
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    record Figures(Instant from, Instant to, String by, List<HourlyMetrics.Count> items) {}

    record AuditPage(List<AuditLog.Entry> items, @Nullable String nextCursor) {}

    @GetMapping("/metrics")
    Figures figures(
            Caller caller,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "hour") String by) {
        allowed("from", from);
        allowed("to", to);
        Instant until = to == null ? clock.instant() : to;
        Instant since = from == null ? until.minus(Duration.ofHours(24)) : from;
        if (!since.isBefore(until) || Duration.between(since, until).compareTo(WIDEST) > 0) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_RANGE,
                    "from",
                    "from and to are not a valid range",
                    "from before to, at most 400 days apart");
        }
        ChronoUnit unit =
                switch (by) {
                    case "hour" -> ChronoUnit.HOURS;
                    case "day" -> ChronoUnit.DAYS;
                    case "week" -> ChronoUnit.WEEKS;
                    default ->
                            throw Problems.badRequest(
                                    ErrorCode.INVALID_PARAMETER,
                                    "by",
                                    "by has an unknown value",
                                    "hour, day or week");
                };
        return new Figures(
                since,
                until,
                by,
                metrics.read(caller.tenant(), since.truncatedTo(ChronoUnit.HOURS), until, unit));
    }

    private static void allowed(String name, @Nullable Instant instant) {
        if (instant != null && !Instants.isAllowed(instant)) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_INSTANT,
                    name,
                    name + " is not " + Instants.ALLOWED,
                    Instants.ALLOWED);
        }
    }

    @GetMapping("/audit-log")
    AuditPage auditLog(
            Caller caller,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Pages.limit(limit);
        String mark = CursorMark.of("admin/audit-log", caller.tenant());
        List<AuditLog.Entry> found =
                audit.find(caller.tenant(), Pages.position(cursor, mark, Long::valueOf), size + 1);
        return new AuditPage(
                Pages.shown(found, size),
                Pages.next(found, size, mark, last -> Long.toString(last.position())));
    }
}
