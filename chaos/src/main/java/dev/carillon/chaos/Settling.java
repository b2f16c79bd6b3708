package dev.carillon.chaos;

import dev.carillon.drive.Callers;
import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Waits until everything accepted is processed, requests everybody's digest, and compares. While the stack works, only
/// a cheap number is polled. Tables are read once that number stops changing, and for at most a quarter of the time
/// while it still changes.
final class Settling {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(2);

    /// Longer than any lease, back-off or pause that the stack may be waiting for.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Settled settled;
    private final Callers callers;
    private final Consumer<String> say;
    private final long deadline;
    private long work = -1;
    private long restingSince = System.nanoTime();
    private boolean digestsSent;

    /// @param longest time after which the last comparison counts, even if something still changes
    Settling(Settled settled, Callers callers, Duration longest, Consumer<String> say) {
        this.settled = settled;
        this.callers = callers;
        this.say = say;
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    Findings await() {
        long begun = System.nanoTime();
        while (true) {
            awaitRest(REST);
            long start = System.nanoTime();
            Findings findings = settled.compare();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            boolean late = isLate() || resting().compareTo(PATIENCE) > 0;
            if (!digestsSent && (late || onlyDigestsWait(findings.all()))) {
                sendDigests();
            } else if (findings.all().isEmpty() || late) {
                say.accept(
                        "compared in %d ms, settled after %d s"
                                .formatted(
                                        took.toMillis(),
                                        Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
                return findings;
            }
            boolean disturbs = settled.work() != work;
            Load.pause(Math.max(LOOK.toNanos(), disturbs ? took.multipliedBy(3).toNanos() : 0));
        }
    }

    private void awaitRest(Duration length) {
        do {
            long now = settled.work();
            if (now != work) {
                work = now;
                restingSince = System.nanoTime();
            }
            if (resting().compareTo(length) >= 0) {
                return;
            }
            Load.pause(LOOK.toNanos());
        } while (!isLate());
    }

    private Duration resting() {
        return Duration.ofNanos(System.nanoTime() - restingSince);
    }

    private boolean isLate() {
        return System.nanoTime() - deadline > 0;
    }

    private void sendDigests() {
        People.all()
                .forEach(person ->
                        Rest.untilAnswered(
                                        1,
                                        replica ->
                                                callers.user(person)
                                                        .post(
                                                                Service.DIGEST,
                                                                "/api/v1/digests/runs",
                                                                Map.of()))
                                .expectSuccess());
        digestsSent = true;
    }

    private static boolean onlyDigestsWait(List<Finding> findings) {
        return findings.stream()
                .allMatch(finding ->
                        finding.what().equals("digest item")
                                && finding.subject().contains("pending"));
    }
}
