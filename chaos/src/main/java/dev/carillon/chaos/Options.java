package dev.carillon.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What `./carillon chaos` was asked for.
///
/// @param rate events a second; requests and clicks come beside them
/// @param seed of the faults and their times
record Options(Path root, Duration length, int rate, long seed, Set<Fault> faults, Path report) {
    private static final String KNOWN = "--minutes, --seconds, --rate, --seed, --faults, --report";

    /// @throws IllegalArgumentException that names the option and what is allowed
    static Options of(String... arguments) {
        Duration length = Duration.ofMinutes(10);
        int rate = 200;
        long seed = System.currentTimeMillis() % 1_000_000;
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        Path root = Path.of(System.getProperty("carillon.root", "."));
        Path report = root.resolve(".carillon/chaos");
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (name) {
                case "--minutes" -> length = Duration.ofMinutes(number(name, value));
                case "--seconds" -> length = Duration.ofSeconds(number(name, value));
                case "--rate" -> rate = (int) number(name, value);
                case "--seed" -> seed = number(name, value);
                case "--faults" -> faults = faults(value);
                case "--report" -> report = Path.of(value);
                default ->
                        throw new IllegalArgumentException(
                                "There is no option " + name + "; there are " + KNOWN + ".");
            }
        }
        return new Options(root, length, rate, seed, faults, report);
    }

    private static long number(String name, String text) {
        if (text.matches("[1-9][0-9]{0,8}")) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException(
                name + " is \"" + text + "\"; it must be a whole number from 1 to 999999999.");
    }

    private static Set<Fault> faults(String text) {
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        if (text.equals("none")) {
            return chosen;
        }
        for (String one : text.split(",", -1)) {
            chosen.add(
                    Arrays.stream(Fault.values())
                            .filter(fault -> fault.title().equals(one))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "There is no fault \""
                                                    + one
                                                    + "\"; there are none, "
                                                    + all()
                                                    + ".")));
        }
        return chosen;
    }

    private static String all() {
        return Arrays.stream(Fault.values()).map(Fault::title).collect(Collectors.joining(", "));
    }

    static String title(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
