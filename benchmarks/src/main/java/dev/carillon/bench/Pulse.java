package dev.carillon.bench;

import dev.carillon.drive.CodeHost;
import dev.carillon.drive.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What a few people experience while others are flooded: sends events to them and measures the latency of their frames
/// and of their REST reads. Runs until it is closed.
final class Pulse implements AutoCloseable {
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int EVENTS_PER_SECOND = 20;
    private static final int READS_PER_SECOND = 20;
    private static final int MOST = EVENTS_PER_SECOND * 3600;

    private final Lab lab;
    private final List<String> people = Lab.people(40);
    private final Arrivals arrivals;
    private final Sockets sockets;
    private final OpenLoop events;
    private final OpenLoop reads;
    private final Thread telling;
    private final Thread reading;
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Histogram readTimes = new ConcurrentHistogram(Arrivals.LONGEST, 3);
    private volatile int sent;
    private volatile boolean ending;

    Pulse(Lab lab) {
        this.lab = lab;
        this.arrivals = new Arrivals(lab.nextRun(), MOST);
        this.sockets = Sockets.listening(lab, people, arrivals);
        long start = System.nanoTime();
        this.events = new OpenLoop(start, EVENTS_PER_SECOND);
        this.reads = new OpenLoop(start, READS_PER_SECOND);
        this.telling =
                Thread.ofPlatform().name("pulse-events").start(() -> run(events, this::tell));
        this.reading = Thread.ofPlatform().name("pulse-reads").start(() -> run(reads, this::read));
    }

    private interface Step {
        void at(int number);
    }

    private void run(OpenLoop loop, Step step) {
        for (int number = 0; !ending && number < MOST; number++) {
            long wait;
            while ((wait = loop.due(number) - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            step.at(number);
        }
    }

    private void tell(int number) {
        String person = people.get(number % people.size());
        String mark = arrivals.mark(number);
        lab.log().event(mark, CodeHost.STARRED, person, CodeHost.starred(person, mark));
        sent = number + 1;
    }

    private void read(int number) {
        Rest person = lab.callers().user(people.get(number % people.size()));
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            String what;
                            try {
                                what =
                                        Integer.toString(
                                                person.get(
                                                                number % 2 == 0
                                                                        ? "/api/v1/notifications"
                                                                        : "/api/v1/notifications/counts")
                                                        .status());
                            } catch (RuntimeException noAnswer) {
                                what = "none";
                            }
                            Arrivals.record(readTimes, System.nanoTime() - reads.due(number));
                            answers.computeIfAbsent(what, key -> new LongAdder()).increment();
                        });
    }

    /// The first event that is due at or after a time.
    private int from(long nanoTime) {
        return Math.clamp(
                (nanoTime - events.due(0)) * EVENTS_PER_SECOND / 1_000_000_000L, 0, MOST - 1);
    }

    /// Latency from due to frame, for events that were due in a time span. An event whose frame has not arrived counts
    /// with the time waited so far.
    Histogram between(long begin, long end) {
        Histogram found = new Histogram(Arrivals.LONGEST, 3);
        long now = System.nanoTime();
        for (int number = from(begin); number < Math.min(from(end), sent); number++) {
            long at = arrivals.at(number);
            Arrivals.record(found, (at == 0 ? now : at) - events.due(number));
        }
        return found;
    }

    /// Stops sending and waits for the last frames.
    void end(Section section) {
        ending = true;
        try {
            telling.join();
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        arrivals.awaitFirst(sent);
        arrivals.check("frames of those who were not flooded", sent, section);
    }

    /// How often a read was answered with each status.
    Map<String, LongAdder> answers() {
        return answers;
    }

    Histogram readTimes() {
        return readTimes;
    }

    @Override
    public void close() {
        ending = true;
        sockets.close();
    }
}
