package dev.carillon.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/// Sends a multiple of the sustained rate for a minute, half of it as events in Kafka and half as REST requests. Checks
/// that every answer arrives soon and is 202, 429 or 503, that everything accepted arrives, and that memory is bounded.
/// Measures when people who were not flooded have their normal latency again.
final class Overload {
    private static final Duration CALM = Duration.ofSeconds(20);
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(15);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final int SERVICES = 3;
    private static final double READS_REFUSED = 0.2;
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private final Lab lab;
    private final Processes processes;

    Overload(Lab lab) {
        this.lab = lab;
        this.processes = new Processes(lab.stack());
    }

    void measure(Section section) {
        Map<String, Long> before = processes.ids();
        try (Pulse pulse = new Pulse(lab);
                Crowd crowd = new Crowd(lab, SERVICES)) {
            Lab.pause(SETTLING);
            Histogram calm = calm(pulse);
            long begun = System.nanoTime();
            flood(crowd, section);
            long over = System.nanoTime();
            lab.say("accepted %,d, answers %s", crowd.accepted(), crowd.answers());
            awaitArrived(lab, crowd, section);
            long arrived = System.nanoTime();
            section.add(
                    Figure.less(
                            "last arrival after the load's end", "", seconds(over, arrived), "s"));
            recover(pulse, calm, arrived, section);
            pulse.end(section);
            windows(pulse, begun);
            answers(crowd, pulse, section);
            crowd.check(section);
        }
        memory(processes, before, section);
    }

    private Histogram calm(Pulse pulse) {
        long begun = System.nanoTime();
        Lab.pause(CALM);
        Lab.pause(Duration.ofSeconds(1));
        Histogram calm = pulse.between(begun, begun + CALM.toNanos());
        lab.say("calm: %s", Section.words(calm));
        return calm;
    }

    private void flood(Crowd crowd, Section section) {
        int rate = lab.sustained().get() * lab.options().times() / 2;
        int count = Math.toIntExact(lab.options().flood().toSeconds() * rate);
        lab.say(
                "%d events/s and %d requests/s for %d s",
                rate, rate, lab.options().flood().toSeconds());
        section.add(Figure.fact("flood: events, and as many requests", (double) rate, "each/s"));
        Thread events = loop(rate, count, due -> crowd.event());
        Thread requests = loop(rate, count, crowd::request);
        join(events);
        join(requests);
        crowd.awaitAnswers();
    }

    private static Thread loop(int rate, int count, LongConsumer send) {
        OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
        return Thread.ofPlatform()
                .start(() -> loop.run(count, number -> send.accept(loop.due(number))));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits until everything accepted is in inboxes, or nothing has arrived for two minutes.
    static void awaitArrived(Lab lab, Crowd crowd, Section section) {
        long seen = -1;
        long moved = System.nanoTime();
        while (true) {
            long now = crowd.arrived();
            if (now >= crowd.accepted()) {
                return;
            }
            if (now > seen) {
                seen = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STUCK.toNanos()) {
                section.fault(
                        "%,d of %,d have not arrived"
                                .formatted(crowd.accepted() - now, crowd.accepted()));
                return;
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private void recover(Pulse pulse, Histogram calm, long arrived, Section section) {
        long end = arrived + BACK_WITHIN.toNanos();
        for (long begin = arrived; begin < end; begin += Pulse.WINDOW.toNanos()) {
            long until = begin + Pulse.WINDOW.toNanos();
            Lab.pause(Duration.ofNanos(until - System.nanoTime()));
            if (isLike(calm, pulse.between(begin, until))) {
                section.add(
                        Figure.less(
                                        "interactive latency back after the last arrival",
                                        "",
                                        seconds(arrived, until),
                                        "s")
                                .aim(60));
                return;
            }
        }
        section.fault(
                "interactive latency was not back to normal within %d s"
                        .formatted(BACK_WITHIN.toSeconds()));
    }

    /// Counts up to twice the latency, plus a little, as equal, because the windows are short.
    private static boolean isLike(Histogram calm, Histogram now) {
        long little = Duration.ofMillis(50).toNanos();
        return now.getValueAtPercentile(50) <= 2 * calm.getValueAtPercentile(50) + little
                && now.getValueAtPercentile(95) <= 2 * calm.getValueAtPercentile(95) + little;
    }

    private void windows(Pulse pulse, long begun) {
        long now = System.nanoTime();
        for (long begin = begun; begin < now; begin += Pulse.WINDOW.toNanos()) {
            Histogram window = pulse.between(begin, begin + Pulse.WINDOW.toNanos());
            if (window.getTotalCount() > 0) {
                lab.say("from %3.0f s: %s", seconds(begun, begin), Section.words(window));
            }
        }
    }

    private static void answers(Crowd crowd, Pulse pulse, Section section) {
        reportAnswers(
                "requests",
                crowd.answers(),
                "202|429 (too_many_requests|overloaded)|503 unavailable",
                section);
        section.percentiles("answer to a request", List.of(crowd.times()));
        reads(pulse, section);
        section.percentiles("answer to a person's read", List.of(pulse.readTimes()));
        if (crowd.times().getMaxValue() > SLOWEST_ANSWER.toNanos()
                || pulse.readTimes().getMaxValue() > SLOWEST_ANSWER.toNanos()) {
            section.fault("an answer took longer than %d s".formatted(SLOWEST_ANSWER.toSeconds()));
        }
    }

    /// Few reads may be refused, however many services call.
    private static void reads(Pulse pulse, Section section) {
        reportAnswers("reads of people", pulse.answers(), "200|429|503", section);
        long all = 0;
        long refused = 0;
        for (Map.Entry<String, LongAdder> each : pulse.answers().entrySet()) {
            all += each.getValue().sum();
            refused += each.getKey().matches("429|503") ? each.getValue().sum() : 0;
        }
        if (refused > all * READS_REFUSED) {
            section.fault("%,d of %,d reads of people were refused".formatted(refused, all));
        }
    }

    /// @param allowed regular expression of the answers that are no fault
    private static void reportAnswers(
            String what, Map<String, LongAdder> answers, String allowed, Section section) {
        answers.forEach((answer, count) -> {
            section.add(Figure.fact(what + " answered " + answer, (double) count.sum(), ""));
            if (!answer.matches(allowed)) {
                section.fault("%,d %s were answered %s".formatted(count.sum(), what, answer));
            }
        });
    }

    /// Reports the greatest memory of each process, and processes that are not the same as before.
    static void memory(Processes processes, Map<String, Long> before, Section section) {
        Map<String, Long> now = processes.ids();
        before.forEach((name, id) -> {
            if (!id.equals(now.get(name))) {
                section.fault(name + " ended");
            }
        });
        processes
                .peaks()
                .forEach((name, megabytes) ->
                        section.add(Figure.less("most memory of " + name, "", megabytes, "MB")));
    }

    private static double seconds(long from, long to) {
        return Math.round((to - from) / 1e8) / 10.0;
    }
}
