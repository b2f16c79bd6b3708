package dev.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(7, 3);
    private final Section section = new Section("any");

    private static String frame(String mark) {
        return "{\"type\":\"notification\",\"notification\":{\"title\":\"%s\"}}".formatted(mark);
    }

    @Test
    void findsTheNumbersOfItsOwnRun() {
        assertThat(arrivals.number("x bench-7-2 bench-7-1")).isEqualTo(2);
        assertThat(arrivals.number("bench-70-2")).isEqualTo(-1);
        assertThat(arrivals.number("bench-7-3")).as("more than were sent").isEqualTo(-1);
        assertThat(arrivals.number("nothing")).isEqualTo(-1);
    }

    @Test
    void aWholeRunHasNoFault() {
        for (int number = 0; number < 3; number++) {
            arrivals.take(frame(arrivals.mark(number)), 10 + number);
        }
        arrivals.take("{\"type\":\"changed\",\"id\":\"bench-7-1\"}", 20);
        arrivals.check("events", 3, section);
        assertThat(section.found().faults()).isEmpty();
        assertThat(arrivals.at(1)).isEqualTo(11);
    }

    @Test
    void reportsMissingAndRepeatedArrivals() {
        arrivals.take(frame("bench-7-0"), 10);
        arrivals.take(frame("bench-7-0"), 11);
        arrivals.check("events", 3, section);
        assertThat(section.found().faults())
                .containsExactly("events: 2 of 3 are missing", "events: 1 arrived twice");
        assertThat(arrivals.at(0)).as("the first").isEqualTo(10);
    }
}
