package dev.carillon.chaos;

import dev.carillon.chaos.Book.Kind;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;

/// Sends the whole load until it is closed. Each sender has its own random numbers, so the same seed sends the same
/// load, although not at the same times.
final class Load implements AutoCloseable {
    private static final int MALFORMED_EVERY = 250;
    private static final int HEAVY_EVERY = 5;
    private static final String LARGE = "x".repeat(20_000);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);

    /// Each kind occurs as often as its share.
    private static final Kind[] KINDS =
            Arrays.stream(Kind.values())
                    .flatMap(kind -> Collections.nCopies(kind.share(), kind).stream())
                    .toArray(Kind[]::new);

    private static final Duration LATE_SENDINGS = Duration.ofSeconds(30);

    /// Far enough below the greatest instant that durations can be added.
    private static final Instant NEVER = Instant.MAX.minus(Duration.ofDays(1));

    private final Callers callers;
    private final Database database;
    private final EventLog log;
    private final Book book;
    private final List<BellClient> bells;
    private final int rate;
    private final long seed;
    private final List<String> people = People.all();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    Load(
            Stack stack,
            Callers callers,
            Database database,
            Book book,
            List<BellClient> bells,
            Options options) {
        this.callers = callers;
        this.database = database;
        this.book = book;
        this.bells = bells;
        this.rate = options.rate();
        this.seed = options.seed();
        this.log = new EventLog(stack);
        begin(this::publish);
        begin(this::request);
        begin(this::switchMail);
        begin(this::disturbClients);
        People.tabs()
                .forEach((person, tabs) -> {
                    for (int tab = 0; tab < tabs; tab++) {
                        begin(
                                new Hand(
                                                callers,
                                                book,
                                                person,
                                                bell(person, tab, tabs),
                                                random(person, tab),
                                                running)
                                        ::work);
                    }
                });
    }

    private void begin(Runnable work) {
        threads.add(
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                work.run();
                            } catch (AssertionError | RuntimeException unexpected) {
                                book.complain(unexpected.toString());
                            }
                        }));
    }

    private Optional<BellClient> bell(String person, int tab, int tabs) {
        return tab == 0 || tab < tabs - 1
                ? Optional.empty()
                : bells.stream().filter(bell -> bell.recipient().equals(person)).findFirst();
    }

    private Random random(String person, int tab) {
        return new Random(seed + person.hashCode() + 31L * tab);
    }

    private void publish() {
        Random random = new Random(seed);
        long start = System.nanoTime();
        for (int number = 0; running.get(); number++) {
            pause(start + number * 1_000_000_000L / rate - System.nanoTime());
            if (number % MALFORMED_EVERY == MALFORMED_EVERY - 1) {
                publishMalformed(number);
            } else {
                Book.Event event = event(random, number);
                send(log, event, offset -> book.accepted(event.acknowledged(offset)));
            }
        }
    }

    private Book.Event event(Random random, int number) {
        Kind kind = any(KINDS, random);
        List<String> to = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String person = people.get(random.nextInt(people.size()));
            if (!to.contains(person)) {
                to.add(person);
            }
        }
        return new Book.Event(
                kind,
                "event-" + number,
                number,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                -1,
                List.copyOf(to),
                "key-" + random.nextInt(200));
    }

    static void send(EventLog log, Book.Event event, LongConsumer acknowledged) {
        log.send(
                Book.SOURCE,
                event.id(),
                "com.example.chaos." + event.kind().title(),
                event.time(),
                event.to().getFirst(),
                EventJson.write(Map.of("n", event.number(), "to", event.to(), "key", event.key())),
                acknowledged);
    }

    private void publishMalformed(int number) {
        String id = "malformed-" + number;
        log.send(
                Book.SOURCE,
                id,
                "com.example.chaos.bell",
                Instant.now(),
                "malformed",
                EventJson.write(Map.of("n", number, "to", "not a list")),
                offset -> book.malformed(id));
    }

    /// Publishes all events again, unchanged.
    void publishAllAgain() {
        book.events().forEach(event -> send(log, event, offset -> {}));
        log.flush();
    }

    private void request() {
        Random random = new Random(seed + 1);
        Rest service = callers.service();
        for (int number = 0; running.get(); number++) {
            boolean large = number % HEAVY_EVERY == 0;
            String person = large ? People.HEAVY : any(people.toArray(String[]::new), random);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("recipients", List.of(person));
            body.put("title", "Request " + number);
            body.put("channels", List.of("in_app"));
            if (large) {
                body.put("data", Map.of("large", LARGE));
            }
            String key = UUID.randomUUID().toString();
            JsonNode answer =
                    Sent.untilAnswered(replica ->
                                    service.at(replica)
                                            .post(
                                                    Service.API,
                                                    "/api/v1/notifications",
                                                    body,
                                                    "Idempotency-Key",
                                                    key))
                            .answer()
                            .expectSuccess()
                            .body();
            book.accepted(
                    new Book.Request(
                            person,
                            UUID.fromString(
                                    answer.path("notifications").path(0).path("id").asString())));
            pause(BETWEEN_REQUESTS.toNanos());
        }
    }

    /// Switches email off and on, sometimes at once after the previous change took effect, sometimes later.
    private void switchMail() {
        Random random = new Random(seed + 2);
        Rest fickle = callers.user(People.FICKLE);
        for (boolean on = false; running.get(); on = !on) {
            boolean next = on;
            Instant asked = Instant.now();
            Sent sent =
                    Sent.untilAnswered(replica ->
                            fickle.at(replica)
                                    .patch(
                                            "/api/v1/preferences/types/chaos-mail",
                                            Map.of("email", next)));
            sent.answer().expectSuccess();
            Instant held = inForce(next);
            Instant known = sent.again() ? held.plus(LATE_SENDINGS) : held;
            book.switched(new Book.Switch(next, asked, known));
            do {
                pause(Duration.ofMillis(random.nextInt(6_000)).toNanos());
            } while (running.get() && Instant.now().isBefore(known));
        }
    }

    /// Waits until the processor's copy contains the change; all decisions use that copy. It may take minutes when a
    /// server is down.
    private Instant inForce(boolean on) {
        while (running.get()) {
            try {
                List<String> held =
                        database.all(
                                "select document::jsonb->'types'->'chaos-mail'->>'email' from processor.preferences where recipient = ?",
                                row -> row.getString(1),
                                People.FICKLE);
                if (held.contains(String.valueOf(on))) {
                    return Instant.now();
                }
            } catch (IllegalStateException away) {
                // Postgres may be unavailable.
            }
            pause(Duration.ofMillis(100).toNanos());
        }
        return NEVER;
    }

    /// Disconnects some clients for longer than the gateway's window, and lets some read nothing for a while. The
    /// client that receives large rows does so most of the time.
    private void disturbClients() {
        Random random = new Random(seed + 3);
        while (running.get()) {
            BellClient bell = bells.get(random.nextInt(bells.size()));
            if (bell.recipient().equals(People.HEAVY) || random.nextBoolean()) {
                bell.stopReading(Duration.ofSeconds(6 + random.nextInt(8)));
            } else {
                bell.stayAway(Duration.ofSeconds(15 + random.nextInt(10)));
            }
            pause(Duration.ofSeconds(2 + random.nextInt(4)).toNanos());
        }
    }

    static <T> T any(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    static void pause(long nanos) {
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    /// Returns when all calls were answered.
    @Override
    public void close() {
        running.set(false);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.flush();
        log.close();
    }
}
