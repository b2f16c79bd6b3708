package dev.carillon.api.timeline;

import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.platform.database.Columns;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Hourly counts of timeline entries, so that operators need not read every entry.
@Repository
public class HourlyMetrics {
    /// Prefix of the outcomes of a channel. Without it `deferred` would mean both a decision and a waiting item.
    private static final String CHANNEL = "channel_";

    private static final String COUNT =
            """
            insert into metric_hour as m (tenant, hour, measure, channel, reason, type, n)
            select * from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
            on conflict (tenant, hour, measure, channel, reason, type) do update set n = m.n + excluded.n
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    HourlyMetrics(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    private record Key(
            String tenant, Instant hour, String measure, String channel, String reason, String type)
            implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::tenant)
                        .thenComparing(Key::hour)
                        .thenComparing(Key::measure)
                        .thenComparing(Key::channel)
                        .thenComparing(Key::reason)
                        .thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// A count.
    ///
    /// @param at the start of the hour, day or week, UTC
    /// @param measure a stage of the timeline, such as `deferred`; or the outcome of a decision for one channel:
    ///     `channel_sent`, `channel_deferred`, `channel_suppressed`
    public record Count(
            Instant at,
            String measure,
            @Nullable String channel,
            @Nullable String reason,
            @Nullable String type,
            long count) {}

    /// Counts newly added entries, in the transaction that added them. Rows are locked in a fixed order.
    void count(Collection<TimelineEntry> added) {
        Map<Key, Long> counts = new TreeMap<>();
        for (TimelineEntry entry : added) {
            counts.merge(key(entry, entry.stage(), "", ""), 1L, Long::sum);
            if (entry.stage().equals(Stages.DECIDED)) {
                entry.channels()
                        .forEach((channel, outcome) ->
                                counts.merge(decided(entry, channel, outcome), 1L, Long::sum));
            }
        }
        if (counts.isEmpty()) {
            return;
        }
        batches.update(
                COUNT,
                Columns.of(counts.entrySet())
                        .text(count -> count.getKey().tenant())
                        .instant(count -> count.getKey().hour())
                        .text(count -> count.getKey().measure())
                        .text(count -> count.getKey().channel())
                        .text(count -> count.getKey().reason())
                        .text(count -> count.getKey().type())
                        .number(Map.Entry::getValue));
    }

    /// Counts of a tenant in a range of instants, summed by hour, day or week. Uses the primary key.
    public List<Count> read(String tenant, Instant from, Instant to, ChronoUnit by) {
        String unit =
                switch (by) {
                    case HOURS -> "hour";
                    case DAYS -> "day";
                    default -> "week";
                };
        return jdbc.sql(
                        """
                        select date_trunc(?, hour, 'UTC') as at, measure, channel, reason, type, sum(n) as n from metric_hour
                        where tenant = ? and hour >= ? and hour < ?
                        group by 1, measure, channel, reason, type order by 1, measure, channel, reason, type
                        """)
                .param(unit)
                .param(tenant)
                .param(Timestamp.from(from))
                .param(Timestamp.from(to))
                .query((row, number) ->
                        new Count(
                                row.getTimestamp("at").toInstant(),
                                row.getString("measure"),
                                unlessEmpty(row.getString("channel")),
                                unlessEmpty(row.getString("reason")),
                                unlessEmpty(row.getString("type")),
                                row.getLong("n")))
                .list();
    }

    private static Key decided(TimelineEntry entry, String channel, ChannelOutcome outcome) {
        return key(
                entry,
                CHANNEL + outcome.outcome().name().toLowerCase(Locale.ROOT),
                channel,
                outcome.reason());
    }

    private static Key key(TimelineEntry entry, String measure, String channel, String reason) {
        String type = entry.type() == null ? "" : entry.type();
        return new Key(
                entry.tenant(),
                entry.at().truncatedTo(ChronoUnit.HOURS),
                measure,
                channel,
                reason,
                type);
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
