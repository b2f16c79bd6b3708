package dev.carillon.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// What `./carillon bench` was asked for.
record Options(Path root, int rounds, int rate, int sockets, Duration warmUp, Duration measured) {
    private static final String KNOWN = "--rounds, --rate, --sockets, --warm-up and --seconds";

    /// @throws IllegalArgumentException that names the option and what is allowed
    static Options of(String... arguments) {
        Map<String, Integer> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!KNOWN.contains(name) || !name.startsWith("--")) {
                throw new IllegalArgumentException(
                        "There is no option " + name + "; there are " + KNOWN + ".");
            }
            given.put(name, value(name, i + 1 < arguments.length ? arguments[i + 1] : ""));
        }
        return new Options(
                Path.of(System.getProperty("carillon.root", ".")),
                given.getOrDefault("--rounds", 3),
                given.getOrDefault("--rate", 500),
                given.getOrDefault("--sockets", 1000),
                Duration.ofSeconds(given.getOrDefault("--warm-up", 40)),
                Duration.ofSeconds(given.getOrDefault("--seconds", 30)));
    }

    private static int value(String name, String text) {
        if (text.matches("[1-9][0-9]{0,5}")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                name + " is \"" + text + "\"; it must be a whole number from 1 to 999999.");
    }
}
