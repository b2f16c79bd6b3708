package dev.carillon.chaos;

import dev.carillon.drive.Callers;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The recipients of a run and how they differ.
final class People {
    /// Changes the email setting all the time.
    static final String FICKLE = "fickle";

    /// Has no address.
    static final String NOWHERE = "nowhere";

    /// Has quiet hours that begin during the run and last beyond its end.
    static final String SLEEPER = "sleeper";

    /// Receives large notifications and reads them slowly.
    static final String HEAVY = "heavy";

    private static final String DOMAIN = "@mail.example";

    private People() {}

    static List<String> all() {
        return Stream.concat(
                        IntStream.range(0, 17).mapToObj(i -> "person-" + i),
                        Stream.of(FICKLE, NOWHERE, SLEEPER, HEAVY))
                .toList();
    }

    /// The people whose clients are connected.
    static List<String> listening() {
        return Stream.concat(all().subList(0, 8).stream(), Stream.of(HEAVY)).toList();
    }

    /// The people who mark rows, with their number of tabs. If a person has several, the last one uses the socket.
    static Map<String, Integer> tabs() {
        return Map.of("person-0", 3, "person-1", 3, "person-2", 2, "person-3", 1);
    }

    /// The person's email address; empty for a person without one.
    static String addressOf(String person) {
        return person.equals(NOWHERE) ? "" : person + DOMAIN;
    }

    static void register(Callers callers, Instant sleepFrom) {
        for (String person : all()) {
            if (!person.equals(NOWHERE)) {
                callers.register(person);
            }
        }
        LocalTime start =
                LocalTime.ofInstant(sleepFrom, ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        callers.user(SLEEPER)
                .put(
                        "/api/v1/preferences",
                        Map.of(
                                "quiet_hours",
                                Map.of(
                                        "start", start.toString(),
                                        "end", start.minusHours(2).toString()),
                                "time_zone",
                                "UTC"))
                .expectSuccess();
    }
}
