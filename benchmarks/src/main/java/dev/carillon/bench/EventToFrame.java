package dev.carillon.bench;

import dev.carillon.drive.Callers;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.events.Topics;
import dev.carillon.local.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.TopicPartition;

/// From an event that is due in Kafka to the frame at its recipient's socket, and what each hop took of it by the records' own
/// times. The events are for the bell alone; recipients take turns.
final class EventToFrame {
    private static final Pattern NUMBER = Pattern.compile("bench-(\\d+)-(\\d+)\\b");
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Stack stack;
    private final Callers callers;
    private final int sockets;
    private final int rate;

    EventToFrame(Stack stack, Callers callers, int sockets, int rate) {
        this.stack = stack;
        this.callers = callers;
        this.sockets = sockets;
        this.rate = rate;
    }

    /// What one round measured.
    ///
    /// @param whole from due to frame, in ns
    /// @param hops by name, in ns, with the resolution of the log: a millisecond
    record Round(int sent, int arrived, int twice, Histogram whole, Map<String, Histogram> hops) {}

    Round run(int round, Duration warmUp, Duration measured) {
        int warm = (int) (warmUp.toMillis() * rate / 1000);
        int count = warm + (int) (measured.toMillis() * rate / 1000);
        AtomicLongArray arrivals = new AtomicLongArray(count);
        AtomicInteger twice = new AtomicInteger();
        List<String> people = IntStream.range(0, sockets).mapToObj(i -> "bell-" + i).toList();
        long wallAtZero = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
        try (EventLog log = new EventLog(stack);
                Bells _ =
                        new Bells(
                                stack,
                                callers,
                                people,
                                (frame, at) -> arrived(round, frame, at, arrivals, twice))) {
            Map<TopicPartition, Long> events = log.ends(Topics.DOMAIN_EVENTS);
            Map<TopicPartition, Long> decided = log.ends(Topics.NOTIFICATIONS);
            Map<TopicPartition, Long> changed = log.ends(Topics.INBOX_CHANGES);
            OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
            loop.run(count, number -> send(log, round, number, people));
            awaitAll(arrivals);
            Histogram whole = new Histogram(LONGEST, 3);
            Map<String, Histogram> hops = new LinkedHashMap<>();
            long[] sent = times(log, Topics.DOMAIN_EVENTS, events, round, count);
            long[] out = times(log, Topics.NOTIFICATIONS, decided, round, count);
            long[] stored = times(log, Topics.INBOX_CHANGES, changed, round, count);
            int arrived = 0;
            for (int number = warm; number < count; number++) {
                long at = arrivals.get(number);
                if (at == 0) {
                    continue;
                }
                arrived++;
                record(whole, at - loop.due(number));
                long due = (loop.due(number) + wallAtZero) / 1_000_000;
                hop(hops, "due to event record", due, sent[number]);
                hop(hops, "event to decision", sent[number], out[number]);
                hop(hops, "decision to inbox", out[number], stored[number]);
                hop(hops, "inbox to frame", stored[number], (at + wallAtZero) / 1_000_000);
            }
            return new Round(count - warm, arrived, twice.get(), whole, hops);
        }
    }

    private static void arrived(
            int round, String frame, long at, AtomicLongArray arrivals, AtomicInteger twice) {
        int number = number(round, frame);
        if (number >= 0
                && frame.contains("\"notification\"")
                && !arrivals.compareAndSet(number, 0, at)) {
            twice.incrementAndGet();
        }
    }

    private void send(EventLog log, int round, int number, List<String> people) {
        String repository = "bench-" + round + "-" + number;
        String person = people.get(number % people.size());
        log.event(repository, CodeHost.STARRED, person, CodeHost.starred(person, repository));
    }

    private static void awaitAll(AtomicLongArray arrivals) {
        long end = System.nanoTime() + GRACE.toNanos();
        while (System.nanoTime() < end
                && IntStream.range(0, arrivals.length()).anyMatch(i -> arrivals.get(i) == 0)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// The time of each number's record, in ms; 0 where there is none.
    private static long[] times(
            EventLog log, String topic, Map<TopicPartition, Long> from, int round, int count) {
        long[] times = new long[count];
        log.read(topic, from)
                .forEach(record -> {
                    int number = number(round, new String(record.value(), StandardCharsets.UTF_8));
                    if (number >= 0 && times[number] == 0) {
                        times[number] = record.timestamp();
                    }
                });
        return times;
    }

    private static int number(int round, String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() && Integer.parseInt(matcher.group(1)) == round
                ? Integer.parseInt(matcher.group(2))
                : -1;
    }

    private static void hop(Map<String, Histogram> hops, String name, long from, long to) {
        if (from > 0 && to > 0) {
            record(
                    hops.computeIfAbsent(name, key -> new Histogram(LONGEST, 3)),
                    (to - from) * 1_000_000);
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    static String in(Histogram histogram) {
        return Arrays.stream(new double[] {50, 99, 99.9})
                .mapToObj(p -> "%8.1f".formatted(histogram.getValueAtPercentile(p) / 1e6))
                .reduce("", (a, b) -> a + b);
    }
}
