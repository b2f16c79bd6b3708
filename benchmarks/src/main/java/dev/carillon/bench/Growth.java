package dev.carillon.bench;

import dev.carillon.drive.Rest;
import dev.carillon.events.Cursor;
import dev.carillon.events.RecipientKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Measures the response times for a person with 100,000 rows: first when the table holds only that person's rows, then
/// when it is fifty times as large. SQL inserts the rows, spread over 250 days, most of them read.
final class Growth {
    private static final String PERSON = "growth-person";
    private static final int OWN = 100_000;
    private static final int OTHERS_EACH = 1_000;
    private static final int CHUNK = 250_000;
    private static final int WARM = 2_000;
    private static final int CALLS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    // The relay always produces a few records of its own.
    private static final long READ = 1_000_000;

    private static final String UNREAD =
            """
            select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)::bigint
            from pg_replication_slots where database = 'carillon'
            """;

    // Ids in the form of Identity: the time first, then bits of a hash.
    private static final String ROWS =
            """
            insert into api.inbox (tenant, recipient, id, type, category, priority, level, title, message, data, actors,
                actor_count, revision, silent, event_source, event_id, created_at, stored_at, read_at, seen_at, read_seq,
                created_seq, seq)
            select 'default', r.recipient,
                (lpad(to_hex((extract(epoch from r.at) * 1000)::bigint), 12, '0') || '8' || substr(r.hash, 1, 3)
                    || '8' || substr(r.hash, 4, 15))::uuid,
                'repository-starred', 'category-' || r.number %% 5, 'low', 'success', 'actor starred repository ' || r.number,
                'actor gave your repository ' || r.number || ' a star, and this is how long a message is.',
                '{"actor": "actor", "repository": "repository"}', '["actor"]', 1, 0, false, 'bench', r.number::text, r.at,
                r.at, case when r.is_read then now() - interval '1 day' end, case when r.is_read then now() - interval '1 day' end,
                case when r.is_read then r.number end, r.number, r.number
            from (
                select p.recipient, n.number, md5(p.recipient || ' ' || n.number) as hash, n.number <= 0.9 * %1$d as is_read,
                    now() - interval '250 days' * (1 - n.number / %1$d.0) as at
                from (%2$s) as p(recipient) cross join generate_series(1, %1$d) as n(number)
                order by p.recipient, n.number
            ) r\
            """;

    private static final String COUNTERS =
            """
            insert into api.inbox_counter (tenant, recipient, seq, unread, unread_by_category, unseen, unseen_by_category)
            select tenant, recipient, max(seq), sum(n), jsonb_object_agg(category, n), sum(n), jsonb_object_agg(category, n)
            from (
                select tenant, recipient, category, count(*) as n, max(seq) as seq from api.inbox
                where read_at is null and event_source = 'bench' and recipient ~ '%s'
                group by tenant, recipient, category
            ) c group by tenant, recipient on conflict do nothing\
            """;

    private final Lab lab;

    Growth(Lab lab) {
        this.lab = lab;
    }

    /// Runs last, because it deletes the rows of earlier measurements.
    void measure(Section section) {
        // In the order in which the services lock these tables.
        lab.database().change("truncate api.inbox_counter, api.inbox");
        lab.database().change(ROWS.formatted(OWN, "values ('" + PERSON + "')"));
        lab.database().change(COUNTERS.formatted("^" + PERSON + "$"));
        rest(section);
        long small = rows();
        if (small != OWN) {
            section.fault(
                    "the small table has %,d rows instead of %,d: services were still writing"
                            .formatted(small, OWN));
        }
        Map<String, Histogram> before = ask();
        fill();
        lab.database().change(COUNTERS.formatted("^growth-other-"));
        rest(section);
        long large = rows();
        Map<String, Histogram> after = ask();
        section.add(Figure.fact("rows of the small table", (double) small, "rows"));
        section.add(Figure.fact("rows of the large table", (double) large, "rows"));
        before.forEach((what, histogram) -> {
            Histogram grown = after.getOrDefault(what, histogram);
            report(section, what + ", small table", histogram);
            report(section, what + ", large table", grown);
            double ratio =
                    1.0 * grown.getValueAtPercentile(50) / histogram.getValueAtPercentile(50);
            section.add(Figure.less(what + ", large to small", "p50", ratio, "×").aim(1.3));
            lab.say(
                    "%s: p50 %.2f ms, then %.2f ms: %.2f ×",
                    what,
                    histogram.getValueAtPercentile(50) / 1e6,
                    grown.getValueAtPercentile(50) / 1e6,
                    ratio);
        });
    }

    /// Waits until the effects of the inserts have ended, so that only the table's size is measured: the relay reads
    /// all inserted rows from the WAL, only to find that they are not in its outbox.
    private void rest(Section section) {
        lab.database().change("vacuum analyze api.inbox, api.inbox_counter");
        lab.database().change("checkpoint");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (lab.database().number(UNREAD) > READ) {
            if (System.nanoTime() > end) {
                section.fault("the relay has not finished reading the inserted rows");
                return;
            }
            Lab.pause(Duration.ofSeconds(1));
        }
    }

    private static void report(Section section, String what, Histogram histogram) {
        for (int percentile : new int[] {50, 99}) {
            section.add(
                    Figure.less(
                            what,
                            "p" + percentile,
                            histogram.getValueAtPercentile(percentile) / 1e6,
                            "ms"));
        }
    }

    private long rows() {
        return lab.database().number("select count(*) from api.inbox");
    }

    private void fill() {
        int persons = Math.max(0, lab.options().growth() - OWN) / OTHERS_EACH;
        int each = CHUNK / OTHERS_EACH;
        for (int from = 0; from < persons; from += each) {
            int to = Math.min(persons, from + each) - 1;
            lab.database()
                    .change(
                            ROWS.formatted(
                                    OTHERS_EACH,
                                    "select 'growth-other-' || lpad(i::text, 6, '0') from generate_series(%d, %d) i"
                                            .formatted(from, to)));
            if ((to + 1) % (4 * each) == 0) {
                lab.say("%,d rows inserted", (to + 1) * OTHERS_EACH);
            }
        }
    }

    private Map<String, Histogram> ask() {
        Rest person = lab.callers().user(PERSON);
        String cursor =
                new Cursor(1, OWN - 50, -1, -1).encoded(new RecipientKey("default", PERSON));
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("page", "/api/v1/notifications");
        paths.put("counts", "/api/v1/notifications/counts");
        paths.put("changes", "/api/v1/notifications/changes?cursor=" + cursor);
        Map<String, Histogram> answers = new LinkedHashMap<>();
        paths.forEach((what, path) -> {
            Histogram histogram = new Histogram(Arrivals.LONGEST, 3);
            for (int i = -WARM; i < CALLS; i++) {
                long begun = System.nanoTime();
                person.get(path).expect(200);
                if (i >= 0) {
                    Arrivals.record(histogram, System.nanoTime() - begun);
                }
            }
            answers.put(what, histogram);
        });
        return answers;
    }
}
