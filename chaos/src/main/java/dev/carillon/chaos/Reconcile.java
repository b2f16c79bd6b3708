package dev.carillon.chaos;

import dev.carillon.chaos.Book.Click;
import dev.carillon.chaos.Book.Event;
import dev.carillon.chaos.Book.Kind;
import dev.carillon.drive.BellClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Compares what was found with what the sequential model allows: of each accepted event and request, each recipient has one row; of
/// events that share a dedup key, one; what was decided of mail happened once, and nothing else did; counters are what a recount
/// says; a click that was answered stands; each bell showed each change once and in order.
final class Reconcile {
    private final Book book;
    private final Found found;
    private final Map<UUID, Found.Row> rows = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Reconcile(Book book, Found found) {
        this.book = book;
        this.found = found;
        found.rows().forEach(row -> rows.put(row.id(), row));
    }

    /// @param bells that listened since before the first event
    List<Finding> compare(List<BellClient> bells) {
        rows();
        clicks();
        counters();
        mails();
        digests();
        deadLetters();
        bells.forEach(this::bell);
        return List.copyOf(findings);
    }

    private void rows() {
        Set<UUID> allowed = new HashSet<>();
        Map<String, List<UUID>> once = new TreeMap<>();
        for (Event event : book.events()) {
            for (String person : event.to()) {
                UUID id = event.notificationOf(person);
                allowed.add(id);
                if (event.kind() == Kind.ONCE) {
                    once.computeIfAbsent(person + " " + event.key(), key -> new ArrayList<>())
                            .add(id);
                } else if (!rows.containsKey(id)) {
                    findings.add(Finding.lost("row", person + " " + event.id() + " " + id));
                }
                if (!found.decisions().containsKey(id)) {
                    findings.add(
                            Finding.unexplained("decision", person + " " + event.id() + " " + id));
                }
            }
        }
        once.forEach((who, ids) -> {
            long there = ids.stream().filter(rows::containsKey).count();
            if (there == 0) {
                findings.add(Finding.lost("row of a dedup key", who));
            } else if (there > 1) {
                findings.add(Finding.duplicate("row of a dedup key", who));
            }
        });
        for (Book.Request request : book.requests()) {
            allowed.add(request.notification());
            if (!rows.containsKey(request.notification())) {
                findings.add(
                        Finding.lost(
                                "row of a request",
                                request.person() + " " + request.notification()));
            }
        }
        Set<String> seen = new HashSet<>();
        for (Found.Row row : found.rows()) {
            if (!allowed.contains(row.id())) {
                findings.add(Finding.wrong("row", row));
            }
            if (!seen.add(row.recipient() + " " + row.id())) {
                findings.add(Finding.duplicate("row", row));
            }
        }
    }

    private void clicks() {
        book.clicks()
                .forEach((id, click) -> {
                    Found.Row row = rows.get(id);
                    if (row != null && !book.isOpen(id) && !stands(row, click)) {
                        findings.add(Finding.wrong("click", click + " " + row));
                    }
                });
    }

    private static boolean stands(Found.Row row, Click click) {
        return switch (click) {
            case READ -> row.read() && !row.deleted();
            case UNREAD -> !row.read() && !row.deleted();
            case DELETED -> row.deleted();
        };
    }

    private void counters() {
        found.counters()
                .forEach((person, counter) -> {
                    List<Found.Row> live =
                            found.rows().stream()
                                    .filter(row -> row.recipient().equals(person))
                                    .filter(row -> !row.deleted() && !row.archived())
                                    .toList();
                    compare(
                            person + " unread",
                            counter.unread(),
                            counter.unreadByCategory(),
                            live,
                            row -> !row.read());
                    compare(
                            person + " unseen",
                            counter.unseen(),
                            counter.unseenByCategory(),
                            live,
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
            findings.add(
                    Finding.wrong(
                            "counter",
                            what + " is " + total + " " + kept + ", recounted " + recount));
        }
    }

    private void mails() {
        Map<UUID, Long> mailed =
                found.mails().stream()
                        .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        mailed.forEach((id, times) -> {
            if (times > 1) {
                findings.add(Finding.duplicate("mail", id + " " + times + " times"));
            }
        });
        Set<UUID> owed = new HashSet<>();
        for (Event event : book.events()) {
            for (String person : event.to()) {
                UUID id = event.notificationOf(person);
                String decision = found.decisions().getOrDefault(id, "");
                if (!isAllowed(event.kind(), person, decision)) {
                    findings.add(
                            Finding.wrong(
                                    "decision of mail",
                                    person + " " + event.kind() + " " + id + " " + decision));
                }
                if (decision.startsWith("sent") && !person.equals(People.NOWHERE)) {
                    owed.add(id);
                    if (!mailed.containsKey(id)) {
                        findings.add(Finding.lost("mail", person + " " + id));
                    }
                }
            }
        }
        mailed.keySet().stream()
                .filter(id -> !owed.contains(id))
                .forEach(id -> findings.add(Finding.wrong("mail", id)));
    }

    /// What may be decided of mail, as `outcome reason`; empty while nothing is decided, which is found elsewhere.
    private static boolean isAllowed(Kind kind, String person, String decision) {
        if (decision.isEmpty()) {
            return true;
        }
        String outcome = decision.substring(0, decision.indexOf(' '));
        boolean sleeps = person.equals(People.SLEEPER) && decision.equals("deferred quiet_hours");
        boolean noAddress = person.equals(People.NOWHERE) && decision.endsWith("no_address");
        return switch (kind) {
            case BELL -> !outcome.equals("sent") && !outcome.equals("deferred");
            case MAIL ->
                    outcome.equals("sent")
                            || sleeps
                            || noAddress
                            || (person.equals(People.FICKLE) && outcome.equals("suppressed"));
            case DIGEST -> decision.equals("deferred digest") || noAddress;
            case ONCE ->
                    outcome.equals("sent")
                            || decision.equals("suppressed duplicate")
                            || sleeps
                            || noAddress;
            case ALERT -> outcome.equals("sent") || noAddress;
        };
    }

    private void digests() {
        Map<UUID, Long> items =
                found.items().stream()
                        .collect(Collectors.groupingBy(Found.Item::id, Collectors.counting()));
        items.forEach((id, times) -> {
            if (times > 1) {
                findings.add(Finding.duplicate("digest item", id));
            }
        });
        found.decisions()
                .forEach((id, decision) -> {
                    if (decision.startsWith("deferred") && !items.containsKey(id)) {
                        findings.add(Finding.lost("digest item", id));
                    }
                });
        for (Found.Item item : found.items()) {
            if (!found.decisions().getOrDefault(item.id(), "deferred").startsWith("deferred")) {
                findings.add(Finding.wrong("digest item", item));
            }
            if (!item.single() && item.state().equals("pending")) {
                findings.add(Finding.lost("digest item", item));
            }
        }
        Set<UUID> runs =
                found.items().stream()
                        .filter(item -> !item.single())
                        .map(Found.Item::run)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        for (UUID run : runs) {
            int times = Collections.frequency(found.digestMails(), run);
            if (times == 0 && !isOfNobody(run)) {
                findings.add(Finding.lost("digest", run));
            } else if (times > 1) {
                findings.add(Finding.duplicate("digest", run));
            }
        }
    }

    private boolean isOfNobody(UUID run) {
        return found.items().stream()
                .filter(item -> run.equals(item.run()))
                .allMatch(item ->
                        item.recipient().equals(People.NOWHERE) || item.state().equals("left_out"));
    }

    private void deadLetters() {
        Set<String> told =
                found.deadLetters().stream()
                        .map(letter -> letter.substring(0, letter.indexOf(' ')))
                        .collect(Collectors.toSet());
        for (String id : book.malformed()) {
            if (!told.contains(id)) {
                findings.add(Finding.lost("dead letter", id));
            }
        }
        found.deadLetters().stream()
                .filter(letter ->
                        !book.malformed().contains(letter.substring(0, letter.indexOf(' '))))
                .forEach(letter -> findings.add(Finding.wrong("dead letter", letter)));
    }

    private void bell(BellClient bell) {
        String person = bell.recipient();
        Found.Counter counter = found.counters().get(person);
        if (counter == null) {
            return;
        }
        bell.faults().forEach(fault -> findings.add(Finding.wrong("frame", person + " " + fault)));
        List<Long> shown = bell.shown();
        List<Long> ordered = shown.stream().sorted().distinct().toList();
        if (!shown.equals(ordered)) {
            findings.add(Finding.wrong("frame", person + " out of order or twice"));
        }
        List<Long> missing = bell.missing(counter.seq());
        if (!missing.isEmpty()) {
            findings.add(Finding.lost("frame", person + " seq " + missing));
        }
        Set<String> told = new HashSet<>(bell.told());
        if (told.size() < bell.told().size()) {
            findings.add(Finding.duplicate("frame", person + " was told of a row twice"));
        }
        for (Found.Row row : found.rows()) {
            if (row.recipient().equals(person)
                    && !row.deleted()
                    && !told.contains(row.id().toString())) {
                findings.add(Finding.lost("frame", person + " was not told of " + row.id()));
            }
        }
    }
}
