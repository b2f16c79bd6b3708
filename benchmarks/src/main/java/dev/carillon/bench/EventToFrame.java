package dev.carillon.bench;

import dev.carillon.drive.CodeHost;
import dev.carillon.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.TopicPartition;

/// Measures from a due event in Kafka to the frame at its recipient's socket, and the part of each hop by the records'
/// timestamps. The events go to the inbox only; recipients take turns.
final class EventToFrame {
    private static final Duration RAW = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    // As long as the gateway's frame for such an event.
    private static final String FRAME =
            "{\"type\":\"notification\",\"cursor\":\"YzEuMS40Mi4wLjEyMzQ1\",\"seq\":42,\"notification\":{\"title\":\"%s\","
                    + "\"message\":\""
                    + "m".repeat(700)
                    + "\"}}";

    private final Lab lab;
    private final int rate;

    EventToFrame(Lab lab) {
        this.lab = lab;
        this.rate = lab.options().rate();
    }

    void measure(Section section) {
        List<Histogram> wholes = new ArrayList<>();
        Map<String, List<Histogram>> hops = new LinkedHashMap<>();
        for (int round = 1; round <= lab.options().rounds(); round++) {
            Round measured = run(SETTLING, lab.options().measured(), section);
            lab.say("round %d: %s", round, Section.words(measured.whole()));
            wholes.add(measured.whole());
            measured.hops()
                    .forEach((name, hop) ->
                            hops.computeIfAbsent(name, key -> new ArrayList<>()).add(hop));
        }
        section.add(Figure.fact("rate", rate, "events/s"));
        section.add(Figure.fact("sockets", lab.options().sockets(), ""));
        section.percentiles("due to frame", wholes, 15, 60);
        hops.forEach((name, rounds) -> section.percentiles("hop: " + name, rounds));
        int count = (int) RAW.toSeconds() * rate;
        Histogram kafka = RawHop.measure(lab, rate, count);
        lab.say("raw Kafka hop: %s", Section.words(kafka));
        section.percentiles("raw: one Kafka hop", List.of(kafka));
        Histogram netty = BareNetty.measure(lab.options().sockets(), rate, count, FRAME);
        lab.say("bare Netty: %s", Section.words(netty));
        section.percentiles("raw: bare Netty to the same sockets", List.of(netty));
        double raw = 3 * kafka.getValueAtPercentile(50) + netty.getValueAtPercentile(50);
        double whole = wholes.get(wholes.size() / 2).getValueAtPercentile(50);
        section.add(
                Figure.less("ratio to three Kafka hops and bare Netty", "p50", whole / raw, "×"));
    }

    /// Load without measurement, so that all frequent code is compiled. For a third of the time it sends at the full
    /// rate, which makes the code hot. Then it sends at a fifth of the rate, which leaves the CPU to the JIT compilers;
    /// they drop what is no longer executed.
    void warmUp(Duration time) {
        Duration hot = time.dividedBy(3);
        load(hot, rate);
        load(time.minus(hot), Math.max(1, rate / 5));
    }

    private void load(Duration time, int rate) {
        int count = Math.toIntExact(time.toMillis() * rate / 1000);
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        List<String> people = lab.people();
        try (Sockets _ = Sockets.listening(lab, people, arrivals)) {
            new OpenLoop(System.nanoTime(), rate)
                    .run(count, number -> send(lab, arrivals.mark(number), number, people));
            arrivals.awaitAll();
        }
    }

    /// The result of one round.
    ///
    /// @param whole from due to frame, in ns
    /// @param hops by name, in ns, with the resolution of the log's timestamps: 1 ms
    record Round(Histogram whole, Map<String, Histogram> hops) {}

    Round run(Duration warmUp, Duration measured, Section section) {
        int warm = (int) (warmUp.toMillis() * rate / 1000);
        int count = warm + (int) (measured.toMillis() * rate / 1000);
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        List<String> people = lab.people();
        long wallAtZero = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
        try (Sockets _ = Sockets.listening(lab, people, arrivals)) {
            Map<TopicPartition, Long> events = lab.log().ends(Topics.DOMAIN_EVENTS);
            Map<TopicPartition, Long> decided = lab.log().ends(Topics.NOTIFICATIONS);
            Map<TopicPartition, Long> changed = lab.log().ends(Topics.INBOX_CHANGES);
            OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
            loop.run(count, number -> send(lab, arrivals.mark(number), number, people));
            arrivals.awaitAll();
            arrivals.check("events", count, section);
            Map<String, Histogram> hops = new LinkedHashMap<>();
            long[] sent = times(Topics.DOMAIN_EVENTS, events, arrivals, count);
            long[] out = times(Topics.NOTIFICATIONS, decided, arrivals, count);
            long[] stored = times(Topics.INBOX_CHANGES, changed, arrivals, count);
            for (int number = warm; number < count; number++) {
                if (arrivals.at(number) == 0) {
                    continue;
                }
                long due = (loop.due(number) + wallAtZero) / 1_000_000;
                long came = (arrivals.at(number) + wallAtZero) / 1_000_000;
                hop(hops, "due to event record", due, sent[number]);
                hop(hops, "event to decision", sent[number], out[number]);
                hop(hops, "decision to inbox", out[number], stored[number]);
                hop(hops, "inbox to frame", stored[number], came);
            }
            return new Round(arrivals.since(loop, warm), hops);
        }
    }

    /// Publishes an event for one person, whose repository was starred. One event makes one notification.
    static void send(Lab lab, String mark, int number, List<String> people) {
        String person = people.get(number % people.size());
        lab.log().event(mark, CodeHost.STARRED, person, CodeHost.starred(person, mark));
    }

    /// The timestamp of each number's record, in ms; 0 when there is none.
    private long[] times(
            String topic, Map<TopicPartition, Long> from, Arrivals arrivals, int count) {
        long[] times = new long[count];
        lab.log()
                .read(topic, from)
                .forEach(record -> {
                    int number =
                            arrivals.number(new String(record.value(), StandardCharsets.UTF_8));
                    if (number >= 0 && times[number] == 0) {
                        times[number] = record.timestamp();
                    }
                });
        return times;
    }

    private static void hop(Map<String, Histogram> hops, String name, long from, long to) {
        if (from > 0 && to > 0) {
            Arrivals.record(
                    hops.computeIfAbsent(name, key -> new Histogram(Arrivals.LONGEST, 3)),
                    (to - from) * 1_000_000);
        }
    }
}
