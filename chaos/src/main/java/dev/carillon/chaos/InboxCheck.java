package dev.carillon.chaos;

import dev.carillon.chaos.Book.Event;
import dev.carillon.chaos.Book.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Compares rows with what was accepted, and counters with the rows.
record InboxCheck(Book book, Found found, Findings findings) {
    void compare() {
        Set<UUID> there = found.rows().stream().map(Found.Row::id).collect(Collectors.toSet());
        Set<UUID> allowed = new HashSet<>();
        Map<String, List<UUID>> once = new TreeMap<>();
        for (Event event : book.events()) {
            for (String person : event.to()) {
                UUID id = event.notificationOf(person);
                allowed.add(id);
                if (event.kind() == Kind.ONCE) {
                    once.computeIfAbsent(person + " " + event.key(), key -> new ArrayList<>())
                            .add(id);
                } else if (!there.contains(id)) {
                    findings.lost("row", person + " " + event.id() + " " + id, id);
                }
            }
        }
        once.forEach(
                (who, ids) -> onlyOne(who, ids.stream().filter(there::contains).toList(), ids));
        for (Book.Request request : book.requests()) {
            allowed.add(request.notification());
            if (!there.contains(request.notification())) {
                findings.lost(
                        "row of a request",
                        request.person() + " " + request.notification(),
                        request.notification());
            }
        }
        rowsThatNothingAllows(allowed);
        counters();
    }

    private void onlyOne(String who, List<UUID> there, List<UUID> ids) {
        if (there.isEmpty()) {
            findings.lost("row of a dedup key", who, ids.getFirst());
        } else if (there.size() > 1) {
            findings.duplicate("row of a dedup key", who, there.get(1));
        }
    }

    private void rowsThatNothingAllows(Set<UUID> allowed) {
        Set<String> seen = new HashSet<>();
        for (Found.Row row : found.rows()) {
            if (!allowed.contains(row.id())) {
                findings.wrong("row", row, row.id());
            }
            if (!seen.add(row.recipient() + " " + row.id())) {
                findings.duplicate("row", row, row.id());
            }
        }
    }

    private void counters() {
        Map<String, List<Found.Row>> live =
                found.rows().stream()
                        .filter(row -> !row.deleted() && !row.archived())
                        .collect(Collectors.groupingBy(Found.Row::recipient));
        found.counters()
                .forEach((person, counter) -> {
                    List<Found.Row> rows = live.getOrDefault(person, List.of());
                    compare(
                            person + " unread",
                            counter.unread(),
                            counter.unreadByCategory(),
                            rows,
                            row -> !row.read());
                    compare(
                            person + " unseen",
                            counter.unseen(),
                            counter.unseenByCategory(),
                            rows,
                            row -> !row.seen());
                });
    }

    private void compare(
            String what,
            long total,
            Map<String, Long> byCategory,
            List<Found.Row> live,
            Predicate<Found.Row> counted) {
        Map<String, Long> recount =
                live.stream()
                        .filter(counted)
                        .collect(Collectors.groupingBy(Found.Row::category, Collectors.counting()));
        Map<String, Long> kept = new HashMap<>(byCategory);
        kept.values().removeIf(count -> count == 0);
        long sum = recount.values().stream().mapToLong(Long::longValue).sum();
        if (sum != total || !recount.equals(kept)) {
            findings.wrong(
                    "counter",
                    what + " is " + total + " " + kept + ", but the rows give " + recount,
                    null);
        }
    }
}
