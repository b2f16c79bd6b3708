package dev.carillon.api.admin;

import dev.carillon.api.timeline.HourlyMetrics;
import dev.carillon.api.web.Instants;
import dev.carillon.events.CursorMark;
import dev.carillon.events.ErrorCode;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.Pages;
import dev.carillon.platform.web.QueryReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final int PAGE = 20;
    private static final Map<String, ChronoUnit> UNITS = units();

    private final HourlyMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    AdminController(HourlyMetrics metrics, AuditLog audit, Clock clock) {
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    private static Map<String, ChronoUnit> units() {
        Map<String, ChronoUnit> units = new LinkedHashMap<>();
        units.put("hour", ChronoUnit.HOURS);
        units.put("day", ChronoUnit.DAYS);
        units.put("week", ChronoUnit.WEEKS);
        return Collections.unmodifiableMap(units);
    }

    record Figures(Instant from, Instant to, String by, List<HourlyMetrics.Count> items) {}

    record AuditPage(List<AuditLog.Entry> items, @Nullable String nextCursor) {}

    @GetMapping("/metrics")
    Figures figures(
            Caller caller,
            QueryReader query,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String by) {
        Instant begin = query.instant("from", from, Instants.ALLOWED, Instants::isAllowed);
        Instant end = query.instant("to", to, Instants.ALLOWED, Instants::isAllowed);
        String unit = Objects.requireNonNullElse(query.oneOf("by", by, UNITS.keySet()), "hour");
        Instant until = end == null ? clock.instant() : end;
        Instant since = begin == null ? until.minus(Duration.ofHours(24)) : begin;
        if (!since.isBefore(until) || Duration.between(since, until).compareTo(WIDEST) > 0) {
            query.refuse(
                    "from",
                    ErrorCode.INVALID_RANGE,
                    "from and to are not a valid range",
                    "from before to, at most 400 days apart");
        }
        query.check();
        return new Figures(
                since,
                until,
                unit,
                metrics.read(
                        caller.tenant(),
                        since.truncatedTo(ChronoUnit.HOURS),
                        until,
                        UNITS.getOrDefault(unit, ChronoUnit.HOURS)));
    }

    @GetMapping("/audit-log")
    AuditPage auditLog(
            Caller caller,
            QueryReader query,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = query.limit(limit, PAGE);
        String mark = CursorMark.of("admin/audit-log", caller.tenant());
        Long before = query.position(cursor, mark, Long::valueOf);
        query.check();
        List<AuditLog.Entry> found = audit.find(caller.tenant(), before, size + 1);
        return new AuditPage(
                Pages.shown(found, size),
                Pages.next(found, size, mark, last -> Long.toString(last.position())));
    }
}
