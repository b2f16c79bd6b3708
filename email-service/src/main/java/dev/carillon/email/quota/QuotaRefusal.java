package dev.carillon.email.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When a refused email may be tried again.
public final class QuotaRefusal {
    private QuotaRefusal() {}

    /// The beginning of the next UTC day.
    public static Instant nextDay(Instant now) {
        return QuotaRedis.dayEnd(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}
