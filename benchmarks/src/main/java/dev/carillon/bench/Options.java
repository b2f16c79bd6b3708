package dev.carillon.bench;

import dev.carillon.local.Arguments;
import dev.carillon.local.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The options of `./carillon bench`.
///
/// @param only the measurements to run
/// @param rate events per second, for measurements with a given rate; requests and marks are sent at a tenth of it
/// @param rows number of rows for projector and relay
/// @param growth number of rows of the large table
/// @param times the rate of a flood as a multiple of the sustained rate; half of it are events, half requests
/// @param flood duration of the flood
/// @param json file for the report
/// @param compare an earlier report to compare with
/// @param from a report whose figures are shown instead of measuring
record Options(
        Path root,
        Set<Measurement> only,
        int rounds,
        int rate,
        int sockets,
        Duration warmUp,
        Duration measured,
        int rows,
        int growth,
        int times,
        Duration flood,
        Optional<Path> json,
        Optional<Path> compare,
        Optional<Path> from,
        boolean writeDocs) {
    private static final Set<String> KNOWN =
            Set.of(
                    "only",
                    "rounds",
                    "rate",
                    "sockets",
                    "warm-up",
                    "seconds",
                    "rows",
                    "growth-rows",
                    "times",
                    "flood-seconds",
                    "json",
                    "compare",
                    "from");

    Options {
        only = Set.copyOf(only);
    }

    /// @throws StackException for an invalid option; the message names it and the allowed values
    static Options of(String... arguments) {
        Arguments given =
                Arguments.parse(List.of(arguments), Set.of("write-docs"), KNOWN, Map.of());
        given.none();
        return new Options(
                Path.of(System.getProperty("carillon.root", ".")),
                given.option("only")
                        .map(Options::measurements)
                        .orElse(EnumSet.allOf(Measurement.class)),
                (int) given.count("rounds", 3),
                (int) given.count("rate", 500),
                (int) given.count("sockets", 1000),
                Duration.ofSeconds(given.count("warm-up", 180)),
                Duration.ofSeconds(given.count("seconds", 30)),
                (int) given.count("rows", 200_000),
                (int) given.count("growth-rows", 5_000_000),
                (int) given.count("times", 3),
                Duration.ofSeconds(given.count("flood-seconds", 60)),
                given.option("json").map(Path::of),
                report("compare", given),
                report("from", given),
                given.has("write-docs"));
    }

    private static Set<Measurement> measurements(String text) {
        Set<Measurement> chosen = EnumSet.noneOf(Measurement.class);
        for (String one : text.split(",", -1)) {
            chosen.add(
                    Arrays.stream(Measurement.values())
                            .filter(each -> each.title().equals(one))
                            .findFirst()
                            .orElseThrow(() ->
                                    new StackException(
                                            "--only: there is no measurement \"%s\". Use some of %s."
                                                    .formatted(one, all()))));
        }
        return chosen;
    }

    private static String all() {
        return Arrays.stream(Measurement.values())
                .map(Measurement::title)
                .collect(Collectors.joining(", "));
    }

    private static Optional<Path> report(String name, Arguments given) {
        Optional<Path> file = given.option(name).map(Path::of);
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new StackException("--%s: there is no file %s.".formatted(name, file.get()));
        }
        return file;
    }

    /// The measurements, in the order in which they run.
    List<Measurement> inOrder() {
        return only.stream().sorted().toList();
    }

    /// The settings that a report shows.
    Map<String, Object> described() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rounds", rounds);
        all.put("rate", rate);
        all.put("sockets", sockets);
        all.put("warm_up_seconds", warmUp.toSeconds());
        all.put("seconds", measured.toSeconds());
        all.put("rows", rows);
        all.put("growth_rows", growth);
        all.put("times", times);
        all.put("flood_seconds", flood.toSeconds());
        return all;
    }
}
