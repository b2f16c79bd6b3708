package dev.carillon.chaos;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.ShownInbox;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Checks what each client received: every change exactly once, in order of `seq`, and at the end the same
/// state as the table.
record BellCheck(Found found, Findings findings) {
    void compare(List<BellClient> bells) {
        Map<String, List<Found.Row>> rows =
                found.rows().stream().collect(Collectors.groupingBy(Found.Row::recipient));
        for (BellClient bell : bells) {
            Found.Counter counter = found.counters().get(bell.recipient());
            if (counter != null) {
                changes(bell, counter.seq());
                state(bell, counter, rows.getOrDefault(bell.recipient(), List.of()));
            }
            bell.interruptions()
                    .forEach((what, times) ->
                            findings.figure(
                                    "bells "
                                            + (what.startsWith("4")
                                                    ? "closed by "
                                                    : "that received ")
                                            + what,
                                    times));
        }
    }

    private void changes(BellClient bell, long last) {
        String person = bell.recipient();
        bell.faults().forEach(fault -> findings.wrong("frame", person + " " + fault, null));
        List<Long> shown = bell.shown();
        if (!shown.equals(shown.stream().sorted().distinct().toList())) {
            findings.wrong("frame", person + " received changes out of order or twice", null);
        }
        List<Long> missing = bell.missing(last);
        if (!missing.isEmpty()) {
            findings.lost("frame", person + " did not receive seq " + missing, null);
        }
        Set<String> told = new HashSet<>();
        for (String id : bell.told()) {
            if (!told.add(id)) {
                findings.duplicate("frame", person + " received twice: " + id, UUID.fromString(id));
            }
        }
    }

    private void state(BellClient bell, Found.Counter counter, List<Found.Row> rows) {
        String person = bell.recipient();
        Map<String, ShownInbox.Row> shown = bell.inbox().rows();
        Set<String> live = new HashSet<>();
        for (Found.Row row : rows) {
            ShownInbox.Row own = shown.get(row.id().toString());
            if (row.deleted()) {
                continue;
            }
            live.add(row.id().toString());
            if (own == null) {
                findings.lost("frame", person + " did not receive " + row.id(), row.id());
            } else if (own.deleted()
                    || own.read() != row.read()
                    || own.seen() != row.seen()
                    || own.archived() != row.archived()) {
                findings.wrong("bell", person + " shows " + own + " instead of " + row, row.id());
            }
        }
        shown.forEach((id, own) -> {
            if (!own.deleted() && !live.contains(id)) {
                findings.wrong("bell", person + " shows a deleted row: " + id, UUID.fromString(id));
            }
        });
        ShownInbox.Counts counts = bell.inbox().counts();
        if (counts.unread() != counter.unread() || counts.unseen() != counter.unseen()) {
            findings.wrong("bell", person + " shows " + counts + " instead of " + counter, null);
        }
    }
}
