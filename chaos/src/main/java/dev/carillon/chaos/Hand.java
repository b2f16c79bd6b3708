package dev.carillon.chaos;

import dev.carillon.chaos.Book.Act;
import dev.carillon.chaos.Book.Mark;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One browser tab of a person: it reads the first page and marks one row, several rows, or all rows that it knows.
final class Hand {
    private static final Duration BETWEEN_MARKS = Duration.ofMillis(150);

    /// Longer than every pause that a fault causes: when offsets are reset, both replicas stop and start, and the
    /// records that arrived meanwhile are processed first.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final List<String> CATEGORIES = List.of("security", "work", "talk");
    private static final int GONE = 404;

    private final Rest rest;
    private final Book book;
    private final String person;
    private final Optional<BellClient> bell;
    private final Random random;
    private final AtomicBoolean running;

    /// @param bell sends marks over its socket; empty for a tab that uses REST
    Hand(
            Callers callers,
            Book book,
            String person,
            Optional<BellClient> bell,
            Random random,
            AtomicBoolean running) {
        this.rest = callers.user(person);
        this.book = book;
        this.person = person;
        this.bell = bell;
        this.random = random;
        this.running = running;
    }

    /// The page that the person sees.
    private record Page(List<UUID> rows, long seq, long from) {}

    void work() {
        while (running.get()) {
            Page page = readPage();
            if (!page.rows().isEmpty()) {
                switch (random.nextInt(25)) {
                    case 0 -> markAll(page);
                    case 1, 2, 3, 4 -> markSome(page);
                    default -> markOne(page);
                }
            }
            Load.pause(BETWEEN_MARKS.toNanos());
        }
    }

    private Page readPage() {
        long from = System.nanoTime();
        JsonNode page =
                Sent.untilAnswered(replica -> rest.at(replica).get("/api/v1/notifications"))
                        .answer()
                        .expectSuccess()
                        .body();
        List<UUID> rows = new ArrayList<>();
        page.path("items").forEach(row -> rows.add(UUID.fromString(row.path("id").asString())));
        return new Page(rows, page.path("counts").path("seq").asLong(), from);
    }

    private void markOne(Page page) {
        UUID row = page.rows().get(random.nextInt(page.rows().size()));
        Mark mark = random.nextInt(12) == 0 ? Mark.DELETED : seenReadOrUnread();
        Map<String, Object> body = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            body.put("seq", page.seq());
        }
        long from = body.isEmpty() ? System.nanoTime() : page.from();
        if (bell.isPresent() && mark != Mark.DELETED) {
            body.put("id", row.toString());
            act(bell.get(), "mark_" + word(mark), body);
            recordMark(mark, row, from, false);
            return;
        }
        String path = "/api/v1/notifications/" + row;
        body.put(mark == Mark.SEEN ? "seen" : "read", mark != Mark.UNREAD);
        Sent sent =
                Sent.untilAnswered(replica ->
                        mark == Mark.DELETED
                                ? rest.at(replica).delete(path)
                                : rest.at(replica).patch(path, body));
        if (sent.answer().status() == GONE) {
            book.gone(row);
        } else {
            sent.answer().expectSuccess();
            recordMark(mark, row, from, sent.again());
        }
    }

    private void markSome(Page page) {
        Mark mark = seenReadOrUnread();
        List<UUID> rows = page.rows().stream().limit(1 + random.nextInt(5)).toList();
        boolean again =
                mark(
                        Map.of(
                                "action",
                                word(mark),
                                "ids",
                                rows.stream().map(UUID::toString).toList(),
                                "seq",
                                page.seq()));
        rows.forEach(row -> recordMark(mark, row, page.from(), again));
    }

    /// Marking all rows of a category as unread is rare, because it rewrites all of them.
    private void markAll(Page page) {
        Mark mark = random.nextInt(4) == 0 ? Mark.SEEN : Mark.READ;
        mark = random.nextInt(30) == 0 ? Mark.UNREAD : mark;
        String category =
                mark == Mark.UNREAD || random.nextBoolean()
                        ? CATEGORIES.get(random.nextInt(CATEGORIES.size()))
                        : null;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("upto", page.seq());
        if (category != null) {
            body.put("category", category);
        }
        boolean again = false;
        if (bell.isPresent() && mark == Mark.READ) {
            act(bell.get(), "mark_all_read", body);
        } else {
            body.put("action", word(mark));
            again = mark(body);
        }
        book.did(new Act(person, mark, null, page.seq(), category, page.from(), until(again)));
    }

    /// Returns whether the call had to be repeated.
    private boolean mark(Map<String, ?> body) {
        Sent sent =
                Sent.untilAnswered(
                        replica -> rest.at(replica).post("/api/v1/notifications/mark", body));
        sent.answer().expectSuccess();
        return sent.again();
    }

    /// Sends an action, and repeats it with the same id until it is answered; the service applies it once.
    private void act(BellClient over, String type, Map<String, ?> fields) {
        try {
            JsonNode answer = over.act(type, fields).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!answer.path("type").asString().equals("changed")) {
                book.complain(person + " " + type + " " + fields + ": " + answer);
            }
        } catch (TimeoutException unanswered) {
            book.complain(person + " " + type + " " + fields + " was not answered");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recordMark(Mark mark, UUID row, long from, boolean again) {
        book.did(new Act(person, mark, row, 0, null, from, until(again)));
    }

    private static @Nullable Long until(boolean again) {
        return again ? null : Long.valueOf(System.nanoTime());
    }

    private Mark seenReadOrUnread() {
        return Load.any(new Mark[] {Mark.SEEN, Mark.READ, Mark.UNREAD}, random);
    }

    private static String word(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }
}
