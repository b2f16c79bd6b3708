package dev.carillon.bench;

import dev.carillon.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/// Measures from a due mark in one tab of a person to the frame in another tab. Each person has two sockets; each mark
/// is for another notification.
final class MarkRead {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int PERSONS = 100;

    private final Lab lab;
    private final int rate;

    MarkRead(Lab lab) {
        this.lab = lab;
        this.rate = Math.max(1, lab.options().rate() / 10);
    }

    /// @param id id of a notification
    private record Told(String id, long seq) {}

    void measure(Section section) {
        int warm = (int) WARM_UP.toSeconds() * rate;
        int count = warm + (int) lab.options().measured().toSeconds() * rate;
        List<String> people = Lab.people(Math.min(PERSONS, lab.options().sockets()));
        List<String> tabs = new ArrayList<>(people);
        tabs.addAll(people);
        Arrivals told = new Arrivals(lab.nextRun(), count);
        Arrivals marked = new Arrivals(lab.nextRun(), count);
        AtomicReferenceArray<Told> rows = new AtomicReferenceArray<>(count);
        Map<String, Integer> numbers = new ConcurrentHashMap<>();
        try (Sockets sockets =
                Sockets.ofGateway(
                        lab.stack(),
                        lab.callers(),
                        tabs,
                        (socket, message, at) -> {
                            if (socket < people.size()) {
                                keep(message, told, rows);
                                told.take(message, at);
                            } else if (message.contains("\"type\":\"changed\"")) {
                                marked.came(numbers.getOrDefault(id(message), -1), at);
                            }
                        })) {
            for (int number = 0; number < count; number++) {
                EventToFrame.send(lab, told.mark(number), number, people);
            }
            told.awaitAll();
            told.check("notifications", count, section);
            for (int number = 0; number < count; number++) {
                Told row = rows.get(number);
                if (row != null) {
                    numbers.put(row.id(), number);
                }
            }
            OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
            loop.run(
                    count,
                    number -> {
                        Told row = rows.get(number);
                        if (row != null) {
                            sockets.send(number % people.size(), mark(row));
                        }
                    });
            marked.awaitAll();
            marked.check("marks", count, section);
            Histogram whole = marked.since(loop, warm);
            section.add(Figure.fact("rate", rate, "marks/s"));
            section.percentiles("mark to frame in the other tab", List.of(whole));
            lab.say("mark to frame: %s", Section.words(whole));
        }
    }

    private static void keep(String message, Arrivals told, AtomicReferenceArray<Told> rows) {
        int number = told.number(message);
        if (number >= 0 && message.contains("\"notification\":{")) {
            JsonNode row =
                    EventJson.mapper()
                            .readTree(message.getBytes(StandardCharsets.UTF_8))
                            .path("notification");
            rows.set(number, new Told(row.path("id").asString(), row.path("seq").asLong()));
        }
    }

    private static String id(String message) {
        return EventJson.mapper()
                .readTree(message.getBytes(StandardCharsets.UTF_8))
                .path("id")
                .asString("");
    }

    private static String mark(Told row) {
        return "{\"type\":\"mark_read\",\"action_id\":\"%s\",\"id\":\"%s\",\"seq\":%d}"
                .formatted(UUID.randomUUID(), row.id(), row.seq());
    }
}
