package dev.carillon.chaos;

import dev.carillon.drive.Rest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// Two admins requeue the same dead letters at the same time, at different replicas. Each letter is requeued once.
final class Requeue {
    private static final String PATH = "/api/v1/admin/dead-letters";
    private static final int SETTLED = 409;

    private final Run run;
    private final AtomicInteger requeued = new AtomicInteger();

    private record Letter(String id, String eventId) {}

    Requeue(Run run) {
        this.run = run;
    }

    String byTwoAtOnce() {
        Rest admin = run.callers().admin();
        List<Letter> letters = new ArrayList<>();
        JsonNode page =
                Sent.untilAnswered(replica -> admin.at(replica).get(PATH + "?state=dead&limit=100"))
                        .answer()
                        .expectSuccess()
                        .body();
        page.path("items")
                .forEach(one ->
                        letters.add(
                                new Letter(
                                        one.path("id").asString(),
                                        one.path("event_id").asString())));
        List<Thread> admins = new ArrayList<>();
        for (int replica = 1; replica <= Run.REPLICAS; replica++) {
            Rest at = admin.at(replica);
            admins.add(Thread.ofVirtual().start(() -> letters.forEach(one -> requeue(at, one))));
        }
        try {
            for (Thread thread : admins) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "two admins requeued %d dead letters at the same time; %d were requeued"
                .formatted(letters.size(), requeued.get());
    }

    private void requeue(Rest at, Letter letter) {
        try {
            Rest.Answer answer = at.post(PATH + "/" + letter.id() + "/requeue", "{}");
            if (answer.status() == SETTLED) {
                return;
            }
            if (answer.status() / 100 != 2) {
                run.book().perhapsRequeued(letter.eventId());
                return;
            }
            run.book().requeued(letter.eventId());
            requeued.incrementAndGet();
        } catch (UncheckedIOException noAnswer) {
            run.book().perhapsRequeued(letter.eventId());
        }
    }
}
