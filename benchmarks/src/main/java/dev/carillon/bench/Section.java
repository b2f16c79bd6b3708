package dev.carillon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/// What one measurement found, as it finds it. Thread-safe.
final class Section {
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final String name;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Section(String name) {
        this.name = name;
    }

    /// A finished one.
    ///
    /// @param faults what makes the figures worthless: frames that are missing or came twice
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

    /// p50, p99 and p99.9 of a time, the median of the rounds, in ms.
    ///
    /// @param aims of the percentiles, in their order; fewer when not each has one
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

    /// The three percentiles of one round, for the line that tells how it goes.
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
