package dev.carillon.bench;

import java.time.Duration;
import java.util.Map;

/// Measures how long the stack takes to start, and its memory and CPU at rest and under load.
final class Footprint {
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration WATCHED = Duration.ofSeconds(20);
    private static final Duration LOADED = Duration.ofSeconds(15);

    private final Lab lab;
    private final Processes processes;

    Footprint(Lab lab) {
        this.lab = lab;
        this.processes = new Processes(lab.stack());
    }

    void measure(Section section) {
        section.add(
                Figure.less("start-up to ready", "", lab.ready().toMillis() / 1e3, "s").aim(30));
        if (!Processes.areKnown()) {
            lab.say("this operating system does not report the memory and CPU of processes");
            return;
        }
        Lab.pause(SETTLING);
        Map<String, Double> rest = processes.memory();
        report(section, "memory at rest", rest, "MB", 2_560);
        lab.say("at rest: %.0f MB", Processes.sum(rest));
        Processes.Meter resting = processes.meter();
        Lab.pause(WATCHED);
        Map<String, Double> idle = resting.percent();
        report(section, "idle CPU", idle, "% of a core", Double.NaN);
        lab.say("idle: %.1f %% of a core", Processes.sum(idle));
        underLoad(section);
    }

    private void underLoad(Section section) {
        Processes.Meter meter = processes.meter();
        new EventToFrame(lab).run(LOADED, LOADED, section);
        Map<String, Double> busy = meter.percent();
        Map<String, Double> loaded = processes.memory();
        int rate = lab.options().rate();
        report(section, "memory at " + rate + " events/s", loaded, "MB", 2_560);
        report(section, "CPU at " + rate + " events/s", busy, "% of a core", Double.NaN);
        lab.say(
                "at %d events/s: %.0f MB, %.0f %% of a core",
                rate, Processes.sum(loaded), Processes.sum(busy));
    }

    private static void report(
            Section section, String what, Map<String, Double> each, String unit, double aim) {
        Figure sum = Figure.less(what + ", all", "", Processes.sum(each), unit);
        section.add(Double.isNaN(aim) ? sum : sum.aim(aim));
        each.forEach(
                (name, value) -> section.add(Figure.less(what + ", " + name, "", value, unit)));
    }
}
