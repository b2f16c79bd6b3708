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

/// Who is told in a run, and how they differ.
final class People {
    /// Changes the switch of mail all the time.
    static final String FICKLE = "fickle";

    /// Has no address.
    static final String NOWHERE = "nowhere";

    /// Has quiet hours that begin during the run and outlast it.
    static final String SLEEPER = "sleeper";

    private People() {}

    static List<String> all() {
        return Stream.concat(
                        IntStream.range(0, 17).mapToObj(i -> "person-" + i),
                        Stream.of(FICKLE, NOWHERE, SLEEPER))
                .toList();
    }

    /// Those whose bells listen.
    static List<String> listening() {
        return all().subList(0, 8);
    }

    /// Those who click, one hand each.
    static List<String> clicking() {
        return all().subList(0, 4);
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
