package dev.carillon.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param what what was measured
/// @param statistic such as `p99`; empty for a single number
/// @param value the median of the rounds
/// @param better whether less or more is better
/// @param aim the aim on two cores, if there is one
/// @param rounds the value of each round, when there was more than one
record Figure(
        String what,
        String statistic,
        double value,
        String unit,
        Better better,
        @Nullable Double aim,
        List<Double> rounds) {
    enum Better {
        LESS,
        MORE,
        /// A fact about the circumstances.
        NEITHER
    }

    Figure {
        rounds = List.copyOf(rounds);
    }

    static Figure less(String what, String statistic, double value, String unit) {
        return new Figure(what, statistic, value, unit, Better.LESS, null, List.of());
    }

    static Figure more(String what, double value, String unit) {
        return new Figure(what, "", value, unit, Better.MORE, null, List.of());
    }

    static Figure fact(String what, double value, String unit) {
        return new Figure(what, "", value, unit, Better.NEITHER, null, List.of());
    }

    /// The median of several rounds.
    static Figure less(String what, String statistic, List<Double> rounds, String unit) {
        List<Double> sorted = rounds.stream().sorted().toList();
        return new Figure(
                what,
                statistic,
                sorted.get(sorted.size() / 2),
                unit,
                Better.LESS,
                null,
                rounds.size() > 1 ? rounds : List.of());
    }

    Figure aim(double aimedAt) {
        return new Figure(what, statistic, value, unit, better, aimedAt, rounds);
    }

    /// Identifies the same figure in another run.
    String key() {
        return statistic.isEmpty() ? what : what + ", " + statistic;
    }

    /// Whether the aim is met; true when there is none.
    boolean meetsItsAim() {
        return aim == null || (better == Better.LESS ? value <= aim : value >= aim);
    }

    /// The number, formatted for people.
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 1 ? "%.1f" : "%.2f", value);
    }
}
