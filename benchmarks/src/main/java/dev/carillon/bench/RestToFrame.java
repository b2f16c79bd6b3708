package dev.carillon.bench;

import dev.carillon.drive.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/// Measures from a due request to its answer 202, and from there to the frame at its recipient's socket; the outbox
/// and the relay are in between. A call refused because of overload is repeated, as a careful client does, and its
/// time continues.
final class RestToFrame {
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Lab lab;
    private final int rate;

    RestToFrame(Lab lab) {
        this.lab = lab;
        this.rate = Math.max(1, lab.options().rate() / 10);
    }

    void measure(Section section) {
        int warm = (int) WARM_UP.toSeconds() * rate;
        int count = warm + (int) lab.options().measured().toSeconds() * rate;
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        AtomicLongArray answered = new AtomicLongArray(count);
        List<String> people = lab.people();
        AtomicInteger calls = new AtomicInteger();
        Rest service = lab.callers().service();
        OpenLoop loop;
        try (Sockets _ = Sockets.listening(lab, people, arrivals)) {
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                loop = new OpenLoop(System.nanoTime(), rate);
                loop.run(
                        count,
                        number ->
                                callers.execute(() -> {
                                    Object body =
                                            request(
                                                    people.get(number % people.size()),
                                                    arrivals.mark(number));
                                    Rest.untilAnswered(
                                                    1,
                                                    replica -> {
                                                        calls.incrementAndGet();
                                                        return service.post(
                                                                "/api/v1/notifications", body);
                                                    })
                                            .expect(202);
                                    answered.set(number, System.nanoTime());
                                }));
            }
            arrivals.awaitAll();
        }
        arrivals.check("requests", count, section);
        Histogram answer = new Histogram(Arrivals.LONGEST, 3);
        Histogram frame = new Histogram(Arrivals.LONGEST, 3);
        for (int number = warm; number < count; number++) {
            if (answered.get(number) != 0 && arrivals.at(number) != 0) {
                Arrivals.record(answer, answered.get(number) - loop.due(number));
                Arrivals.record(frame, arrivals.at(number) - answered.get(number));
            }
        }
        section.add(Figure.fact("rate", rate, "requests/s"));
        section.add(Figure.fact("calls refused for too much load", calls.get() - count, "calls"));
        section.percentiles("due to 202", List.of(answer));
        section.percentiles("202 to frame", List.of(frame));
        section.percentiles("due to frame", List.of(arrivals.since(loop, warm)));
        lab.say("due to 202: %s", Section.words(answer));
        lab.say("202 to frame: %s", Section.words(frame));
    }

    private static Map<String, ?> request(String person, String title) {
        return Map.of(
                "recipients",
                List.of(person),
                "title",
                title,
                "message",
                "By a request",
                "channels",
                List.of("in_app"));
    }
}
