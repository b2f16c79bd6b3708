package dev.carillon.bench;

import dev.carillon.events.Identity;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.local.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measures the inbox projector alone: notification-api is stopped while `notifications` fills, and then started; the
/// gateway stays stopped. For comparison the same rows are inserted by plain SQL, with as many connections as the
/// projector uses.
final class Projector {
    private static final int PERSONS = 1_000;
    private static final int CONNECTIONS = 2;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String STORED =
            "select coalesce(sum(seq), 0) from api.inbox_counter where recipient like 'projected-%'";

    private final Lab lab;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    Projector(Lab lab) {
        this.lab = lab;
    }

    /// The number of rows at a time.
    private record Look(long rows, long at) {}

    void measure(Section section) {
        int count = lab.options().rows();
        lab.stack().stop(Service.GATEWAY.title());
        lab.stack().stop(Service.API.title());
        long before = lab.database().number(STORED);
        for (int number = 0; number < count; number++) {
            publish(notification(number));
        }
        lab.log().flush();
        lab.say("%,d notifications wait in the topic", count);
        Thread starting = Thread.ofPlatform().start(() -> lab.stack().restart(Service.API.title()));
        List<Look> looks = watch(before, before + count, section);
        Lab.join(starting);
        lab.stack().restart(Service.GATEWAY.title());
        long stored = looks.getLast().rows() - before;
        if (stored != count) {
            section.fault("projector: %,d rows of %,d".formatted(stored, count));
        }
        double projected = rate(looks);
        lab.say("projector: %,.0f rows/s", projected);
        RawRows raw = new RawRows(lab.database());
        double rawRows = raw.insert(count, CONNECTIONS, this::notification);
        double rawAlone = raw.insert(count, 1, this::notification);
        lab.say("raw: %,.0f rows/s by two connections, %,.0f by one", rawRows, rawAlone);
        section.add(Figure.more("projector", projected, "rows/s"));
        section.add(Figure.more("raw: the same rows by two connections", rawRows, "rows/s"));
        section.add(Figure.more("raw: the same rows by one connection", rawAlone, "rows/s"));
        section.add(
                Figure.more("projector to raw by two connections", projected / rawRows, "×")
                        .aim(0.5));
    }

    private void publish(Notification notification) {
        OutgoingRecord record =
                OutgoingRecord.of(
                        Topics.NOTIFICATIONS,
                        notification.recipientKey().toString(),
                        RecordTypes.NOTIFICATION,
                        notification.id().toString(),
                        "carillon:/notification-processor",
                        now,
                        notification.tenant(),
                        null,
                        notification);
        lab.log().raw(record.topic(), record.key(), record.value(), record.headers());
    }

    private Notification notification(int number) {
        String recipient = "projected-" + number % PERSONS;
        String event = "projected-" + number;
        String source = "https://github.com/system/" + recipient;
        Instant time = now.minusMillis(number % 60_000);
        return new Notification(
                Identity.of("default", source, event, "repository-starred", recipient)
                        .notificationId(time, 0),
                "default",
                recipient,
                "repository-starred",
                1,
                "milestone",
                Priority.LOW,
                Level.SUCCESS,
                "actor starred " + recipient + "/" + event,
                "actor gave your repository " + recipient + "/" + event + " a star.",
                Map.of("actor", "actor", "repository", recipient + "/" + event),
                "https://github.com/" + recipient + "/" + event,
                null,
                List.of("actor"),
                1,
                null,
                0,
                false,
                "recipient",
                false,
                time,
                null,
                source,
                event,
                now);
    }

    /// Polls until all rows are there, or no more arrive.
    private List<Look> watch(long before, long wanted, Section section) {
        Processes processes = new Processes(lab.stack());
        Processes.@Nullable Meter meter = null;
        List<Look> looks = new ArrayList<>();
        looks.add(new Look(before, System.nanoTime()));
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = lab.database().connect();
                Statement statement = connection.createStatement()) {
            while (looks.getLast().rows() < wanted && System.nanoTime() < end) {
                Lab.pause(BETWEEN_LOOKS);
                try (ResultSet rows = statement.executeQuery(STORED)) {
                    rows.next();
                    looks.add(new Look(rows.getLong(1), System.nanoTime()));
                }
                if (meter == null && looks.getLast().rows() > before) {
                    meter = processes.meter();
                }
            }
            if (meter != null) {
                Processes.report("while it projects", meter.percent(), section);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return looks;
    }

    /// The rate of the second half; the first half warms up the new process.
    private static double rate(List<Look> looks) {
        Look last = looks.getLast();
        long half = (looks.getFirst().rows() + last.rows()) / 2;
        Look first = looks.stream().filter(look -> look.rows() >= half).findFirst().orElse(last);
        return first.at() == last.at()
                ? 0
                : (last.rows() - first.rows()) / ((last.at() - first.at()) / 1e9);
    }
}
