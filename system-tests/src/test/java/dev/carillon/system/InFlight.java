package dev.carillon.system;

import static org.awaitility.Awaitility.await;

import dev.carillon.drive.Database;
import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/// A service that can be killed (`kill -9`) while it is processing: after it stored a record and before it committed
/// the offset.
enum InFlight {
    PROCESSOR(Service.PROCESSOR, 2, "processor.decision", "carillon_decisions_replayed_total"),
    API(Service.API, 2, "api.inbox", "carillon_inbox_replays_total"),
    EMAIL(Service.EMAIL, 1, "email.messages", "carillon_email_replays_total"),
    DIGEST(Service.DIGEST, 2, "digest.item", "carillon_digest_replays_total");

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String BROKER = "kafka";

    private final Service service;
    private final int replicas;
    private final String table;
    private final String replays;

    /// @param table where it first stores a record
    /// @param replays its meter of records that were already stored
    InFlight(Service service, int replicas, String table, String replays) {
        this.service = service;
        this.replicas = replicas;
        this.table = table;
        this.replays = replays;
    }

    /// Locks the table until records wait for it, freezes the broker, unlocks the table so that the records are stored,
    /// and kills one replica. That replica can neither have published what it stored nor committed its offset. Repeats
    /// with the next replica until a replay is counted.
    ///
    /// @param burst makes records arrive
    /// @throws AssertionError when no kill happened while records were being processed
    void kill(Runnable burst) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (killOnce(Stack.nameOf(service, attempt % replicas + 1), burst)) {
                return;
            }
        }
        throw new AssertionError(
                service.title()
                        + " was killed "
                        + ATTEMPTS
                        + " times, but never while it was processing records");
    }

    private boolean killOnce(String name, Runnable burst) {
        long rows;
        try (Database.Held held = World.database().hold(table)) {
            burst.run();
            await().until(() -> held.waitingInserts() > 0);
            rows = held.rows();
            World.stack().signal(BROKER, "STOP");
        }
        boolean stored =
                comesTrue(() -> World.database().number("select count(*) from " + table) > rows);
        World.stack().kill(name);
        if (publishesBeforeItCommits()) {
            World.stack().signal(BROKER, "CONT");
        } else {
            World.stack().kill(BROKER);
            World.stack().restart(BROKER);
        }
        long before = replays();
        World.stack().restart(name);
        return stored && comesTrue(() -> replays() > before);
    }

    /// Otherwise a commit may wait in the socket of the frozen broker; then the broker must be killed too.
    private boolean publishesBeforeItCommits() {
        return this != EMAIL;
    }

    private static boolean comesTrue(Callable<Boolean> condition) {
        try {
            await().atMost(PATIENCE).until(condition);
            return true;
        } catch (ConditionTimeoutException never) {
            return false;
        }
    }

    /// The sum over all running replicas.
    private long replays() {
        return IntStream.rangeClosed(1, replicas)
                .mapToObj(replica -> World.stack().managementUrl(service, replica))
                .mapToLong(this::replays)
                .sum();
    }

    private long replays(URI replica) {
        try {
            return Rest.text(replica.resolve("/actuator/prometheus"))
                    .lines()
                    .filter(line -> line.startsWith(replays))
                    .mapToLong(line ->
                            (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (UncheckedIOException failed) {
            if (failed.getCause() instanceof ConnectException) {
                return 0; // The replica is dead.
            }
            throw failed;
        }
    }
}
