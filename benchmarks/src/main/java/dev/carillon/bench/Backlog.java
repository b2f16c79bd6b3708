package dev.carillon.bench;

import dev.carillon.local.Service;
import java.util.Map;

/// Measures a large backlog: events wait in Kafka while processor and API are stopped. Measures how fast they are
/// processed, in bounded memory, after both have started.
final class Backlog {
    private final Lab lab;
    private final Processes processes;

    Backlog(Lab lab) {
        this.lab = lab;
        this.processes = new Processes(lab.stack());
    }

    void measure(Section section) {
        try (Crowd crowd = new Crowd(lab, 1)) {
            lab.stack().stop(Service.PROCESSOR.title());
            lab.stack().stop(Service.API.title());
            for (int i = 0; i < lab.options().rows(); i++) {
                crowd.event();
            }
            crowd.awaitAnswers();
            lab.say("%,d events wait", crowd.accepted());
            long begun = System.nanoTime();
            lab.stack().restart(Service.API.title());
            lab.stack().restart(Service.PROCESSOR.title());
            Map<String, Long> before = processes.ids();
            Overload.awaitArrived(lab, crowd, section);
            double seconds = (System.nanoTime() - begun) / 1e9;
            section.add(
                    Figure.less(
                            "%,d events from start to the last row".formatted(crowd.accepted()),
                            "",
                            seconds,
                            "s"));
            section.add(Figure.more("rows", crowd.accepted() / seconds, "/s"));
            crowd.check(section);
            Overload.memory(processes, before, section);
        }
    }
}
