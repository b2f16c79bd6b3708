package dev.carillon.bench;

import dev.carillon.local.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `./carillon bench` was asked for.
record Options(Path root, int rounds, int rate, int sockets, Duration warmUp, Duration measured) {
    /// @throws dev.carillon.local.StackException that names the option and what is allowed
    static Options of(String... arguments) {
        Arguments given =
                Arguments.parse(
                        List.of(arguments),
                        Set.of(),
                        Set.of("rounds", "rate", "sockets", "warm-up", "seconds"),
                        Map.of());
        given.none();
        return new Options(
                Path.of(System.getProperty("carillon.root", ".")),
                (int) given.count("rounds", 3),
                (int) given.count("rate", 500),
                (int) given.count("sockets", 1000),
                Duration.ofSeconds(given.count("warm-up", 40)),
                Duration.ofSeconds(given.count("seconds", 30)));
    }
}
