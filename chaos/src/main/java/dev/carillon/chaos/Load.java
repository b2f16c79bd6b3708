package dev.carillon.chaos;

import dev.carillon.chaos.Book.Click;
import dev.carillon.chaos.Book.Kind;
import dev.carillon.drive.Callers;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.events.EventJson;
import dev.carillon.local.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Everything that is asked of the stack during a run, until it is closed. Each sender has a random number of its own, so that a
/// seed repeats what is sent, if not when.
final class Load implements AutoCloseable {
    private static final int MALFORMED_EVERY = 250;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
    private static final Duration BETWEEN_CLICKS = Duration.ofMillis(150);
    private static final Duration BETWEEN_SWITCHES = Duration.ofSeconds(1);

    private final Callers callers;
    private final EventLog log;
    private final Book book;
    private final int rate;
    private final long seed;
    private final List<String> people = People.all();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads;

    Load(Stack stack, Callers callers, Book book, int rate, long seed) {
        this.callers = callers;
        this.book = book;
        this.rate = rate;
        this.seed = seed;
        this.log = new EventLog(stack);
        this.threads =
                Stream.concat(
                                Stream.<Runnable>of(this::publish, this::request, this::switchMail),
                                People.clicking().stream()
                                        .<Runnable>map(person -> () -> click(person)))
                        .map(Thread.ofVirtual()::start)
                        .toList();
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
                publish(event, () -> book.accepted(event)); // accepted once Kafka says so
            }
        }
    }

    private Book.Event event(Random random, int number) {
        Kind kind = any(Kind.values(), random);
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
                List.copyOf(to),
                "key-" + random.nextInt(200));
    }

    private void publish(Book.Event event, Runnable acknowledged) {
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
                () -> book.malformed(id));
    }

    /// All events again, as they were.
    void publishAllAgain() {
        book.events().forEach(event -> publish(event, () -> {}));
        log.flush();
    }

    private void request() {
        Random random = new Random(seed + 1);
        Rest service = callers.service();
        for (int number = 0; running.get(); number++) {
            String person = people.get(random.nextInt(people.size()));
            Map<String, ?> body =
                    Map.of(
                            "recipients", List.of(person),
                            "title", "Request " + number,
                            "channels", List.of("in_app"));
            String key = UUID.randomUUID().toString();
            JsonNode answer =
                    answered(replica ->
                            service.at(replica)
                                    .post(
                                            dev.carillon.local.Service.API,
                                            "/api/v1/notifications",
                                            body,
                                            "Idempotency-Key",
                                            key));
            book.accepted(
                    new Book.Request(
                            person,
                            UUID.fromString(
                                    answer.path("notifications").path(0).path("id").asString())));
            pause(BETWEEN_REQUESTS.toNanos());
        }
    }

    private void switchMail() {
        Rest fickle = callers.user(People.FICKLE);
        for (int number = 0; running.get(); number++) {
            boolean on = number % 2 == 0;
            answered(replica ->
                    fickle.at(replica)
                            .patch("/api/v1/preferences/types/chaos-mail", Map.of("email", on)));
            pause(BETWEEN_SWITCHES.toNanos());
        }
    }

    private void click(String person) {
        Random random = new Random(seed + person.hashCode());
        Rest rest = callers.user(person);
        while (running.get()) {
            JsonNode page = answered(replica -> rest.at(replica).get("/api/v1/notifications"));
            if (!page.path("items").isEmpty()) {
                int index = random.nextInt(page.path("items").size());
                UUID row = UUID.fromString(page.path("items").path(index).path("id").asString());
                if (!book.isOpen(row)) {
                    click(rest, row, any(Click.values(), random));
                }
            }
            pause(BETWEEN_CLICKS.toNanos());
        }
    }

    private void click(Rest rest, UUID row, Click click) {
        String path = "/api/v1/notifications/" + row;
        int[] attempts = {0};
        answered(replica -> {
            if (attempts[0]++ > 0) {
                book.unanswered(row);
            }
            return switch (click) {
                case READ -> rest.at(replica).patch(path, Map.of("read", true));
                case UNREAD -> rest.at(replica).patch(path, Map.of("read", false));
                case DELETED -> rest.at(replica).delete(path);
            };
        });
        book.clicked(row, click);
    }

    private static <T> T any(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    /// @throws AssertionError when the answer is none that the call should ever get
    private static JsonNode answered(Rest.Call call) {
        return Rest.untilAnswered(Run.REPLICAS, call).expectSuccess().body();
    }

    static void pause(long nanos) {
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    /// Ends when everything begun was answered.
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
