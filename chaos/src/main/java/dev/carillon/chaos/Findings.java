package dev.carillon.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The findings of a comparison, and figures of what is allowed but worth reporting.
final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private final Map<String, Long> figures = new TreeMap<>();

    List<Finding> all() {
        return List.copyOf(all);
    }

    Map<String, Long> figures() {
        return Map.copyOf(figures);
    }

    void lost(String what, Object subject, @Nullable UUID notification) {
        add(Finding.Kind.LOST, what, subject, notification);
    }

    void duplicate(String what, Object subject, @Nullable UUID notification) {
        add(Finding.Kind.DUPLICATE, what, subject, notification);
    }

    void wrong(String what, Object subject, @Nullable UUID notification) {
        add(Finding.Kind.WRONG, what, subject, notification);
    }

    void unexplained(String what, Object subject, @Nullable UUID notification) {
        add(Finding.Kind.UNEXPLAINED, what, subject, notification);
    }

    void figure(String what, long count) {
        figures.merge(what, count, Long::sum);
    }

    private void add(Finding.Kind kind, String what, Object subject, @Nullable UUID notification) {
        all.add(new Finding(kind, what, subject.toString(), notification));
    }
}
