package dev.carillon.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Reports with a few figures.
final class Reports {
    private Reports() {}

    static Report of(List<Section.Found> sections) {
        return new Report(
                Instant.parse("2026-01-31T09:00:00Z"),
                600,
                new Machine(2, "A processor <64>", 8_192, "Linux 6", "A JDK 25", 0.8, 0.1),
                Map.of("rate", 500),
                sections);
    }

    static Report with(Figure... figures) {
        return of(List.of(new Section.Found("event-to-frame", List.of(figures), List.of())));
    }

    static Figure event(double value) {
        return Figure.less("due to frame", "p50", List.of(value - 1, value, value + 1), "ms")
                .aim(15);
    }

    static Figure rows(double value) {
        return Figure.more("projector", value, "rows/s");
    }
}
