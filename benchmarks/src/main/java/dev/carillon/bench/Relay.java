package dev.carillon.bench;

import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Measures the outbox relay alone. SQL inserts rows into the outbox, for a topic that nobody else consumes: first a
/// full outbox while notification-api is stopped, then single rows with an idle relay, then a constant stream of rows
/// while its leader is killed or paused. The relay publishes at least once, so duplicates are no fault here; missing
/// rows are.
final class Relay {
    private static final String TOPIC = "bench-relay";
    private static final String INSERT =
            """
            insert into api.outbox (topic, key, headers, value)
            select '=%s', k.key, '{"content-type": "text/plain"}'::json, k.value
            from unnest(?::text[], ?::bytea[]) as k(key, value)\
            """
                    .formatted(TOPIC);
    private static final String FILLER = " " + "x".repeat(600);
    private static final int BATCH = 1_000;
    private static final int IDLE_RATE = 20;
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final int SECOND = 2;
    private static final int TAKEOVER_RATE = 50;
    private static final int LONGEST_TAKEOVER = 30 * TAKEOVER_RATE;

    private final Lab lab;
    private final String first = Stack.nameOf(Service.API, 1);
    private final String second = Stack.nameOf(Service.API, SECOND);

    Relay(Lab lab) {
        this.lab = lab;
    }

    void measure(Section section) {
        RawHop.create(lab, TOPIC);
        full(section);
        idle(section);
        lab.stack().start(Service.API, SECOND);
        if (Processes.areKnown()) {
            cpu(section);
        }
        takeovers(section);
        lab.stack().stop(second);
    }

    private void full(Section section) {
        int count = lab.options().rows();
        lab.stack().stop(first);
        Arrivals raw = new Arrivals(lab.nextRun(), count);
        double produced;
        try (RawHop _ = reader(raw)) {
            for (int number = 0; number < count; number++) {
                lab.log().rawTo(TOPIC, "key-" + number % BATCH, value(raw, number), Map.of());
            }
            raw.awaitAll();
            produced = rate(raw);
        }
        lab.say("raw: %,.0f records/s by a producer", produced);
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        try (RawHop _ = reader(arrivals);
                Connection connection = lab.database().connect()) {
            connection.setAutoCommit(false);
            for (int number = 0; number < count; number += BATCH) {
                insert(connection, arrivals, number, Math.min(count, number + BATCH));
                connection.commit();
            }
            lab.say("%,d rows wait in the outbox", count);
            Thread starting = Thread.ofPlatform().start(() -> lab.stack().restart(first));
            arrivals.awaitFirst(1);
            Processes.Meter meter = new Processes(lab.stack()).meter();
            arrivals.awaitAll();
            Processes.report("while it publishes", meter.percent(), section);
            Lab.join(starting);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        checkArrived("relay from a full outbox", arrivals, count, section);
        double published = rate(arrivals);
        lab.say("relay: %,.0f rows/s", published);
        section.add(Figure.more("relay from a full outbox", published, "rows/s").aim(20_000));
        section.add(Figure.more("raw: the same records by a producer", produced, "records/s"));
        section.add(Figure.more("relay to raw producer", published / produced, "×"));
    }

    private void idle(Section section) {
        int warm = 5 * IDLE_RATE;
        int count = warm + (int) IDLE.toSeconds() * IDLE_RATE;
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        long[] committed = new long[count];
        try (RawHop _ = reader(arrivals);
                Connection connection = lab.database().connect()) {
            new OpenLoop(System.nanoTime(), IDLE_RATE)
                    .run(count, number -> commitOne(connection, arrivals, number, committed));
            arrivals.awaitAll();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        checkArrived("idle relay", arrivals, count, section);
        Histogram whole = new Histogram(Arrivals.LONGEST, 3);
        for (int number = warm; number < count; number++) {
            if (arrivals.at(number) != 0) {
                Arrivals.record(whole, arrivals.at(number) - committed[number]);
            }
        }
        lab.say("commit to consumer, idle relay: %s", Section.words(whole));
        section.percentiles("commit to consumer, idle relay", List.of(whole), 12);
        Histogram raw = RawHop.measure(lab, IDLE_RATE, count);
        lab.say("raw Kafka hop: %s", Section.words(raw));
        section.percentiles("raw: one Kafka hop", List.of(raw));
    }

    /// The relay's CPU use is what the leader uses more than the standby, plus that of the Postgres process that
    /// streams to it.
    private void cpu(Section section) {
        Lab.pause(IDLE.dividedBy(2));
        String leader = leader();
        String standby = leader.equals(first) ? second : first;
        Processes processes = new Processes(lab.stack());
        double leading = processes.cpu(leader);
        double standing = processes.cpu(standby);
        double sending = processes.cpu("postgres", "walsender");
        Lab.pause(IDLE);
        double more =
                processes.cpu(leader)
                        - leading
                        - (processes.cpu(standby) - standing)
                        + processes.cpu("postgres", "walsender")
                        - sending;
        double percent = Math.max(0, 100 * more / IDLE.toSeconds());
        lab.say("idle relay: %.1f %% of a core", percent);
        section.add(Figure.less("idle CPU of the relay", "", percent, "% of a core").aim(10));
    }

    private void takeovers(Section section) {
        List<Double> killed = new ArrayList<>();
        List<Double> stopped = new ArrayList<>();
        for (int round = 1; round <= lab.options().rounds(); round++) {
            String leader = leader();
            killed.add(takeover(section, () -> lab.stack().kill(leader)));
            lab.stack().restart(leader);
            String next = leader();
            stopped.add(takeover(section, () -> lab.stack().signal(next, "STOP")));
            lab.stack().signal(next, "CONT");
            lab.say(
                    "taken over in %.2f s after a kill, %.2f s after a pause",
                    killed.getLast(), stopped.getLast());
            Lab.pause(Duration.ofSeconds(3));
        }
        section.add(Figure.less("taken over after kill -9", "", killed, "s").aim(2));
        section.add(Figure.less("taken over after a pause", "", stopped, "s").aim(10));
    }

    /// The time from the interruption until the first row that was committed after it arrived.
    private double takeover(Section section, Runnable blow) {
        Arrivals arrivals = new Arrivals(lab.nextRun(), LONGEST_TAKEOVER);
        long[] committed = new long[LONGEST_TAKEOVER];
        long struck = Long.MAX_VALUE;
        int written = 0;
        try (RawHop _ = reader(arrivals);
                Connection connection = lab.database().connect()) {
            OpenLoop loop = new OpenLoop(System.nanoTime(), TAKEOVER_RATE);
            while (written < LONGEST_TAKEOVER && !hasCome(arrivals, committed, struck)) {
                Lab.pause(Duration.ofNanos(loop.due(written) - System.nanoTime()));
                if (written == TAKEOVER_RATE) {
                    struck = System.nanoTime();
                    blow.run();
                }
                commitOne(connection, arrivals, written++, committed);
            }
            arrivals.awaitFirst(written);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        checkArrived("relay taken over", arrivals, written, section);
        return (firstAfter(arrivals, committed, struck) - struck) / 1e9;
    }

    private static boolean hasCome(Arrivals arrivals, long[] committed, long struck) {
        return firstAfter(arrivals, committed, struck) != Long.MAX_VALUE;
    }

    /// When the first row arrived that was committed after an instant.
    private static long firstAfter(Arrivals arrivals, long[] committed, long instant) {
        long first = Long.MAX_VALUE;
        for (int number = 0; number < committed.length; number++) {
            if (committed[number] > instant && arrivals.at(number) != 0) {
                first = Math.min(first, arrivals.at(number));
            }
        }
        return first;
    }

    private static void commitOne(
            Connection connection, Arrivals arrivals, int number, long[] committed) {
        try {
            insert(connection, arrivals, number, number + 1);
            committed[number] = System.nanoTime();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection connection, Arrivals arrivals, int from, int to)
            throws SQLException {
        String[] keys = new String[to - from];
        byte[][] values = new byte[to - from][];
        for (int number = from; number < to; number++) {
            keys[number - from] = "key-" + number % BATCH;
            values[number - from] = value(arrivals, number);
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setArray(1, connection.createArrayOf("text", keys));
            statement.setArray(2, connection.createArrayOf("bytea", values));
            statement.executeUpdate();
        }
    }

    private static byte[] value(Arrivals arrivals, int number) {
        return (arrivals.mark(number) + FILLER).getBytes(StandardCharsets.UTF_8);
    }

    private RawHop reader(Arrivals arrivals) {
        return new RawHop(
                lab,
                TOPIC,
                (record, at) ->
                        arrivals.came(
                                arrivals.number(new String(record.value(), StandardCharsets.UTF_8)),
                                at));
    }

    private static void checkArrived(String what, Arrivals arrivals, int count, Section section) {
        if (arrivals.arrived() < count) {
            section.fault(
                    "%s: %,d of %,d rows are missing"
                            .formatted(what, count - arrivals.arrived(), count));
        }
    }

    /// The rate of the second half; the first half warms up the new process.
    private static double rate(Arrivals arrivals) {
        long[] times = arrivals.inOrder();
        int half = times.length / 2;
        return times.length < 2
                ? 0
                : (times.length - half) / ((times[times.length - 1] - times[half]) / 1e9);
    }

    /// Waits for a leader and returns its replica.
    private String leader() {
        while (true) {
            for (int replica = 1; replica <= SECOND; replica++) {
                String name = Stack.nameOf(Service.API, replica);
                if (lab.stack().isAlive(name) && leads(replica)) {
                    return name;
                }
            }
            Lab.pause(Duration.ofMillis(200));
        }
    }

    private boolean leads(int replica) {
        return Rest.text(
                        lab.stack()
                                .managementUrl(Service.API, replica)
                                .resolve("/actuator/prometheus"))
                .lines()
                .anyMatch(line ->
                        line.startsWith("carillon_outbox_running") && line.endsWith(" 1.0"));
    }
}
