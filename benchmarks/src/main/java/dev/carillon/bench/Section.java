package dev.carillon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/// Collects the results of one measurement. Thread-safe.
final class Section {
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final String name;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Section(String name) {
        this.name = name;
    }

    /// The finished results.
    ///
    /// @param faults what makes the figures worthless: frames that are missing or arrived twice
    record Found(String name, List<Figure> figures, List<String> faults) {
        Found {
            figures = List.copyOf(figures);
            faults = List.copyOf(faults);
        }
    }

    synchronized void add(Figure figure) {
        figures.add(figure);
    }

    synchronized void fault(String words) {
        faults.add(words);
    }

    /// p50, p99 and p99.9 of a duration, each the median of the rounds, in ms.
    ///
    /// @param aims aims of the percentiles, in order; may be fewer than the percentiles
    void percentiles(String what, List<Histogram> rounds, double... aims) {
        for (int i = 0; i < PERCENTILES.length; i++) {
            double percentile = PERCENTILES[i];
            List<Double> each =
                    rounds.stream()
                            .map(round -> millis(round, percentile))
                            .collect(Collectors.toList());
            Figure figure = Figure.less(what, "p" + name(percentile), each, "ms");
            add(i < aims.length ? figure.aim(aims[i]) : figure);
        }
    }

    private static double millis(Histogram histogram, double percentile) {
        return Math.round(histogram.getValueAtPercentile(percentile) / 1e3) / 1e3;
    }

    private static String name(double percentile) {
        return percentile % 1 == 0
                ? Integer.toString((int) percentile)
                : Double.toString(percentile);
    }

    /// The three percentiles of one round, for the progress output.
    static String words(Histogram histogram) {
        return DoubleStream.of(PERCENTILES)
                        .mapToObj(p -> Figure.text(millis(histogram, p)))
                        .collect(Collectors.joining(" / "))
                + " ms";
    }

    synchronized Found found() {
        return new Found(name, figures, faults);
    }
}
