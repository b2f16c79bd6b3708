package dev.carillon.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Measures the greatest rate at which the number of events under way does not grow during one minute. Each event
/// concerns one person and becomes one notification: decided, stored, and shown at the person's socket. Draining a
/// backlog gives an estimate, short trials search around it, and one minute confirms the result.
final class Throughput {
    private static final int BACKLOG = 20_000;
    private static final Duration TRIAL = Duration.ofSeconds(15);
    private static final Duration CONFIRMED = Duration.ofSeconds(60);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(500);
    private static final int TRIALS = 4;
    private static final double STEP = 1.15;
    private static final double NARROWEST = 1.05;
    private static final List<String> PATH =
            List.of("notification-processor.domain-events", "notification-api.inbox");

    private final Lab lab;
    private final Processes processes;
    private final List<String> people;

    Throughput(Lab lab) {
        this.lab = lab;
        this.processes = new Processes(lab.stack());
        this.people = lab.people();
    }

    /// The state at one instant.
    ///
    /// @param seconds since the trial began
    /// @param underWay events that are due but not shown yet
    record Sample(double seconds, long underWay, Map<String, Long> lags) {}

    /// @param cpu CPU use of each process during the trial, in percent of a core
    record Trial(int rate, List<Sample> samples, Map<String, Double> cpu) {
        /// Whether the number of events under way stayed constant. Less than half a second's worth of events after one
        /// minute is a growth below one percent, whatever the slope after a last stall.
        boolean isFlat() {
            long underWay = samples.getLast().underWay();
            return underWay <= rate / 2
                    || (underWay <= 2L * rate && slope(Sample::underWay) <= 0.01 * rate);
        }

        double slope(ToDoubleFunction<Sample> value) {
            List<Sample> late = late();
            double time = late.stream().mapToDouble(Sample::seconds).average().orElse(0);
            double mean = late.stream().mapToDouble(value).average().orElse(0);
            double both = 0;
            double square = 0;
            for (Sample sample : late) {
                both += (sample.seconds() - time) * (value.applyAsDouble(sample) - mean);
                square += (sample.seconds() - time) * (sample.seconds() - time);
            }
            return square == 0 ? 0 : both / square;
        }

        double mean(ToDoubleFunction<Sample> value) {
            return late().stream().mapToDouble(value).average().orElse(0);
        }

        /// Without the beginning, which shows how the pipeline fills, not whether it keeps filling.
        private List<Sample> late() {
            return samples.subList(samples.size() / 3, samples.size());
        }
    }

    void measure(Section section) {
        try (Lags lags = new Lags(lab)) {
            drain(BACKLOG / 4, section);
            double drained = drain(BACKLOG, section);
            lab.say("a backlog of %,d went at %,.0f/s", BACKLOG, drained);
            section.add(Figure.more("a backlog drains", drained, "notifications/s"));
            report(search(drained, lags, section), section);
        }
    }

    private Trial search(double drained, Lags lags, Section section) {
        double flat = 0;
        double tooMuch = Double.MAX_VALUE;
        double next = 0.8 * drained;
        for (int i = 0; i < TRIALS && tooMuch / Math.max(1, flat) > NARROWEST; i++) {
            Trial trial = run((int) next, TRIAL, lags, section);
            if (trial.isFlat()) {
                flat = next;
                next = tooMuch == Double.MAX_VALUE ? next * STEP : (flat + tooMuch) / 2;
            } else {
                tooMuch = next;
                next = flat == 0 ? next / STEP / STEP : (flat + tooMuch) / 2;
            }
        }
        Trial confirmed = run((int) (flat == 0 ? next : flat), CONFIRMED, lags, section);
        while (!confirmed.isFlat() && confirmed.rate() > 10) {
            confirmed = run((int) (confirmed.rate() / 1.08), CONFIRMED, lags, section);
        }
        return confirmed;
    }

    private void report(Trial trial, Section section) {
        if (trial.isFlat()) {
            lab.sustained().set(trial.rate());
        } else {
            section.fault("what is under way grew at every rate");
        }
        section.add(
                Figure.more("sustained for a minute", trial.rate(), "notifications/s").aim(5_000));
        for (String group : PATH) {
            section.add(
                    Figure.less(
                            "lag of " + group,
                            "mean",
                            trial.mean(sample -> lag(sample, group)),
                            "records"));
        }
        section.add(Figure.less("under way", "mean", trial.mean(Sample::underWay), "events"));
        trial.samples()
                .getLast()
                .lags()
                .keySet()
                .forEach(group -> {
                    double growth = trial.slope(sample -> lag(sample, group));
                    if (growth > 0.01 * trial.rate()) {
                        lab.say("the lag of %s grows by %,.0f/s", group, growth);
                        section.add(
                                Figure.less("lag of " + group + " grows", "", growth, "records/s"));
                    }
                });
        Processes.report("at this rate", trial.cpu(), section);
    }

    private static double lag(Sample sample, String group) {
        return sample.lags().getOrDefault(group, 0L);
    }

    /// Sends as fast as possible and returns the rate of arrival, without the first and the last tenth.
    private double drain(int count, Section section) {
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        try (Sockets _ = listen(arrivals)) {
            for (int number = 0; number < count; number++) {
                EventToFrame.send(lab, arrivals.mark(number), number, people);
            }
            arrivals.awaitAll();
        }
        arrivals.check("backlog", count, section);
        long[] times = arrivals.inOrder();
        int tenth = times.length / 10;
        return times.length == 0
                ? 1
                : 0.8 * times.length / ((times[times.length - 1 - tenth] - times[tenth]) / 1e9);
    }

    private Trial run(int rate, Duration length, Lags lags, Section section) {
        int count = (int) (rate * length.toSeconds());
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        List<Sample> samples = new ArrayList<>();
        Map<String, Double> cpu;
        try (Sockets _ = listen(arrivals)) {
            long begun = System.nanoTime();
            Processes.Meter meter = processes.meter();
            Thread sampler =
                    Thread.ofVirtual()
                            .start(() -> sample(begun, length, rate, lags, arrivals, samples));
            new OpenLoop(begun, rate)
                    .run(
                            count,
                            number ->
                                    EventToFrame.send(lab, arrivals.mark(number), number, people));
            cpu = meter.percent();
            Lab.join(sampler);
            arrivals.awaitAll();
        }
        arrivals.check("at %d/s".formatted(rate), count, section);
        Trial trial = new Trial(rate, List.copyOf(samples), cpu);
        lab.say(
                "%,d/s for %d s: %s; %,d under way at its end, %+,.0f/s",
                rate,
                length.toSeconds(),
                trial.isFlat() ? "flat" : "too much",
                trial.samples().getLast().underWay(),
                trial.slope(Sample::underWay));
        return trial;
    }

    private static void sample(
            long begun,
            Duration length,
            int rate,
            Lags lags,
            Arrivals arrivals,
            List<Sample> samples) {
        long end = begun + length.toNanos();
        for (long due = begun; due < end; due += BETWEEN_SAMPLES.toNanos()) {
            Lab.pause(Duration.ofNanos(due - System.nanoTime()));
            double seconds = (System.nanoTime() - begun) / 1e9;
            // Includes events that are due but not sent yet, when the sender is too slow.
            long underWay = (long) (seconds * rate) - arrivals.arrived();
            samples.add(new Sample(seconds, underWay, lags.now()));
        }
    }

    private Sockets listen(Arrivals arrivals) {
        return Sockets.listening(lab, people, arrivals);
    }
}
