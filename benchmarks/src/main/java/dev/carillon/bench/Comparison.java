package dev.carillon.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What changed between two runs, for the figures that both have.
record Comparison(List<Change> changes) {
    Comparison {
        changes = List.copyOf(changes);
    }

    /// A figure before and after.
    record Change(String section, Figure before, Figure after) {
        /// The relative change; empty when the earlier value is 0.
        Optional<Double> part() {
            return before.value() == 0
                    ? Optional.empty()
                    : Optional.of(after.value() / before.value() - 1);
        }

        /// `better`, `worse`, or empty when it is neither.
        String judgement() {
            double more = after.value() - before.value();
            return switch (after.better()) {
                case NEITHER -> "";
                case LESS -> more < 0 ? "better" : more > 0 ? "worse" : "";
                case MORE -> more > 0 ? "better" : more < 0 ? "worse" : "";
            };
        }
    }

    static Comparison of(Report before, Report after) {
        List<Change> changes = new ArrayList<>();
        for (Section.Found section : after.sections()) {
            for (Figure figure : section.figures()) {
                find(before, section.name(), figure.key())
                        .ifPresent(was -> changes.add(new Change(section.name(), was, figure)));
            }
        }
        return new Comparison(changes);
    }

    private static Optional<Figure> find(Report report, String section, String key) {
        return report.sections().stream()
                .filter(each -> each.name().equals(section))
                .flatMap(each -> each.figures().stream())
                .filter(figure -> figure.key().equals(key))
                .findFirst();
    }

    void print(PrintStream out) {
        if (changes.isEmpty()) {
            out.println("The two runs have no figure in common.");
            return;
        }
        out.printf("%-56s%12s%12s%9s%n", "", "before", "after", "change");
        String section = "";
        for (Change change : changes) {
            if (!change.section().equals(section)) {
                section = change.section();
                out.println(section);
            }
            out.printf(
                    "  %-54s%12s%12s%9s  %s%n",
                    change.after().key() + ", " + change.after().unit(),
                    Figure.text(change.before().value()),
                    Figure.text(change.after().value()),
                    change.part().map(part -> "%+.0f %%".formatted(100 * part)).orElse("-"),
                    change.judgement());
        }
    }
}
