package dev.carillon.bench;

import dev.carillon.local.Compilation;
import java.util.Locale;

/// The measurements, in the order in which they run. Those that fill tables or kill processes run last.
enum Measurement {
    FOOTPRINT("Start-up, memory and idle CPU") {
        @Override
        void measure(Lab lab, Section section) {
            new Footprint(lab).measure(section);
        }
    },
    EVENT_TO_FRAME("From an event in Kafka to the frame at the recipient's socket") {
        @Override
        void measure(Lab lab, Section section) {
            new EventToFrame(lab).measure(section);
        }
    },
    REST_TO_FRAME("From a REST request to the frame at the recipient's socket") {
        @Override
        void measure(Lab lab, Section section) {
            new RestToFrame(lab).measure(section);
        }
    },
    MARK_READ("From a mark in one tab to the frame in another") {
        @Override
        void measure(Lab lab, Section section) {
            new MarkRead(lab).measure(section);
        }
    },
    THROUGHPUT("The highest sustained rate") {
        @Override
        void measure(Lab lab, Section section) {
            new Throughput(lab).measure(section);
        }
    },
    PROJECTOR("The inbox projector alone, from a full topic") {
        @Override
        void measure(Lab lab, Section section) {
            new Projector(lab).measure(section);
        }
    },
    RELAY("The outbox relay: throughput, idle, and takeover") {
        @Override
        void measure(Lab lab, Section section) {
            new Relay(lab).measure(section);
        }
    },
    OVERLOAD("Overload through Kafka and REST: answers, arrivals, memory, recovery") {
        @Override
        void measure(Lab lab, Section section) {
            new Overload(lab).measure(section);
        }
    },
    BACKLOG("Processing a large backlog in Kafka after a start") {
        @Override
        void measure(Lab lab, Section section) {
            new Backlog(lab).measure(section);
        }
    },
    GROWTH("Page, counts and changes feed in a small and in a large table") {
        @Override
        void measure(Lab lab, Section section) {
            new Growth(lab).measure(section);
        }
    };

    private final String words;

    Measurement(String words) {
        this.words = words;
    }

    abstract void measure(Lab lab, Section section);

    /// How the JVMs of the measured stack compile: for a fast start on a developer's machine, or as in production.
    Compilation compilation() {
        return this == FOOTPRINT ? Compilation.QUICK : Compilation.FULL;
    }

    /// Its name in options and reports.
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String words() {
        return words;
    }
}
