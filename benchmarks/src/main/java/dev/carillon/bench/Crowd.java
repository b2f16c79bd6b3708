package dev.carillon.bench;

import dev.carillon.drive.CodeHost;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationRequest;
import dev.carillon.local.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Many people without a socket who receive a flood of notifications. Counts what was accepted for them, how it was
/// answered, and what arrived in their inboxes. Thread-safe.
final class Crowd implements AutoCloseable {
    private static final int PEOPLE = 1000;
    private static final String NONE = "none";
    private static final int CONNECTIONS = 100;

    private final Lab lab;
    private final String name;
    private final List<String> services;
    private final Requests http;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Histogram times = new ConcurrentHistogram(Arrivals.LONGEST, 3);

    /// @param callers number of calling services, each with its own rate limit; for each a hundred connections, which
    ///     all of them share
    Crowd(Lab lab, int callers) {
        this.lab = lab;
        this.name = "crowd-" + lab.nextRun();
        this.services =
                IntStream.range(0, callers)
                        .mapToObj(i -> lab.callers().token("shop-" + i, "service"))
                        .toList();
        this.http =
                new Requests(
                        lab.stack().url(Service.API).resolve("/api/v1/notifications"),
                        callers * CONNECTIONS);
    }

    private String person(int number) {
        return name + "-" + number % PEOPLE;
    }

    /// Publishes the next event.
    void event() {
        int number = events.getAndIncrement();
        String person = person(number);
        String id = name + "-event-" + number;
        lab.log()
                .send(
                        "https://github.com/" + person,
                        id,
                        CodeHost.STARRED,
                        Instant.now(),
                        person,
                        EventJson.write(CodeHost.starred(person, id)),
                        offset -> acknowledged.incrementAndGet());
    }

    /// Sends the next request as soon as a connection is free, and does not wait for its answer.
    ///
    /// @param due when it was due; the response time counts from then
    void request(long due) {
        open.incrementAndGet();
        int number = requests.getAndIncrement();
        http.post(
                services.get(number % services.size()),
                trigger(number),
                new Requests.Told() {
                    @Override
                    public void answered(Requests.Answer answer) {
                        String what = Integer.toString(answer.status());
                        try {
                            what = whatIs(answer);
                        } finally {
                            end(due, what);
                        }
                    }

                    @Override
                    public void failed(Throwable cause) {
                        end(due, NONE + ": " + cause);
                    }
                });
    }

    private void end(long due, String what) {
        Arrivals.record(times, System.nanoTime() - due);
        answers.computeIfAbsent(what, key -> new LongAdder()).increment();
        open.decrementAndGet();
    }

    private String trigger(int number) {
        return EventJson.mapper()
                .writeValueAsString(
                        Map.of(
                                "recipients",
                                List.of(person(number)),
                                "title",
                                name + " " + number,
                                "channels",
                                List.of("in_app")));
    }

    private String whatIs(Requests.Answer answer) {
        String status = Integer.toString(answer.status());
        try {
            JsonNode body = EventJson.mapper().readTree(answer.body());
            if (answer.status() == 202) {
                body.path("notifications")
                        .forEach(each -> accepted.add(each.path("id").asString()));
                return status;
            }
            return answer.retryAfter() == null
                    ? status + " without Retry-After"
                    : status + " " + body.path("code").asString();
        } catch (JacksonException noJson) {
            return status + " without JSON";
        }
    }

    /// Waits until everything sent is acknowledged or answered.
    void awaitAnswers() {
        lab.log().flush();
        while (open.get() > 0) {
            Lab.pause(Duration.ofMillis(50));
        }
    }

    /// How often each answer occurred: status and error code, or `none` and the fault when there was no answer.
    Map<String, LongAdder> answers() {
        return answers;
    }

    /// The response times.
    Histogram times() {
        return times;
    }

    long accepted() {
        return acknowledged.get() + accepted.size();
    }

    /// Number of rows that arrived in the inboxes: each row increments a `seq`.
    long arrived() {
        return lab.database()
                .number(
                        "select coalesce(sum(seq), 0) from api.inbox_counter where recipient like ?",
                        name + "-%");
    }

    /// Compares what was accepted with the rows in the database.
    void check(Section section) {
        long rows = rows("event_source <> ?").size();
        if (rows != acknowledged.get()) {
            section.fault(
                    "%,d events were accepted, but %,d have rows"
                            .formatted(acknowledged.get(), rows));
        }
        Set<String> asked = new HashSet<>(rows("event_source = ?"));
        long lost = accepted.stream().filter(id -> !asked.contains(id)).count();
        if (lost > 0) {
            section.fault("%,d accepted requests are missing".formatted(lost));
        }
        long unasked = asked.stream().filter(id -> !accepted.contains(id)).count();
        if (unasked > unanswered()) {
            section.fault("%,d requests were refused but have rows".formatted(unasked));
        }
        long twice = arrived() - rows - asked.size();
        if (twice != 0) {
            section.fault("%,d rows changed after they arrived".formatted(twice));
        }
    }

    private long unanswered() {
        return answers.entrySet().stream()
                .filter(each -> each.getKey().startsWith(NONE))
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    private List<String> rows(String which) {
        return lab.database()
                .all(
                        "select id::text from api.inbox where recipient like ? and " + which,
                        row -> row.getString(1),
                        name + "-%",
                        NotificationRequest.SOURCE);
    }

    @Override
    public void close() {
        http.close();
    }
}
