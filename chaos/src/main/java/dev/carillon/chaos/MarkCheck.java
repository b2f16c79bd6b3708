package dev.carillon.chaos;

import dev.carillon.chaos.Book.Act;
import dev.carillon.chaos.Book.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Compares the marks of several tabs with the state of the row. Deleted and seen only go forward. Read has the value
/// of the last mark; every mark after which no other began may have been the last. A mark that names the `seq` which
/// the person saw may be ignored because of a later change, and that change began after the person looked. Therefore a
/// mark counts from the time when its person looked.
final class MarkCheck {
    private final Book book;
    private final Found found;
    private final Findings findings;
    private final Map<UUID, List<Act>> ofRow = new HashMap<>();
    private final Map<String, List<Act>> ofPerson = new HashMap<>();

    MarkCheck(Book book, Found found, Findings findings) {
        this.book = book;
        this.found = found;
        this.findings = findings;
        for (Act act : book.acts()) {
            if (act.row() == null) {
                ofPerson.computeIfAbsent(act.person(), key -> new ArrayList<>()).add(act);
            } else {
                ofRow.computeIfAbsent(act.row(), key -> new ArrayList<>()).add(act);
            }
        }
    }

    void compare() {
        Set<UUID> gone = book.gone();
        for (Found.Row row : found.rows()) {
            List<Act> acts = actsOn(row);
            boolean deleted = acts.stream().anyMatch(act -> act.mark() == Mark.DELETED);
            if (row.deleted() != deleted) {
                findings.wrong("mark", (deleted ? "deleted " : "not deleted ") + row, row.id());
            } else if (gone.contains(row.id()) && !deleted) {
                findings.wrong("mark", "answered as deleted: " + row, row.id());
            } else if (!deleted) {
                read(row, acts);
            }
        }
    }

    private void read(Found.Row row, List<Act> acts) {
        List<Act> reads =
                acts.stream()
                        .filter(act -> act.mark() == Mark.READ || act.mark() == Mark.UNREAD)
                        .toList();
        Mark is = row.read() ? Mark.READ : Mark.UNREAD;
        boolean allowed =
                reads.isEmpty() ? !row.read() : mayBeLast(reads).anyMatch(act -> act.mark() == is);
        if (!allowed) {
            findings.wrong("mark", row + " after " + reads, row.id());
        }
        boolean seen = row.read() || acts.stream().anyMatch(act -> act.mark() == Mark.SEEN);
        boolean maySeen = seen || acts.stream().anyMatch(act -> act.mark() == Mark.READ);
        if (row.seen() ? !maySeen : seen) {
            findings.wrong("mark", (seen ? "seen " : "not seen ") + row, row.id());
        }
    }

    private static Stream<Act> mayBeLast(List<Act> all) {
        long latest = all.getFirst().from();
        for (Act act : all) {
            latest = act.from() - latest > 0 ? act.from() : latest;
        }
        long begun = latest;
        return all.stream().filter(act -> !act.isOver(begun));
    }

    private List<Act> actsOn(Found.Row row) {
        List<Act> acts = new ArrayList<>(ofRow.getOrDefault(row.id(), List.of()));
        for (Act act : ofPerson.getOrDefault(row.recipient(), List.of())) {
            if (row.createdSeq() <= act.upto()
                    && (act.category() == null || act.category().equals(row.category()))) {
                acts.add(act);
            }
        }
        return acts;
    }
}
