package dev.carillon.chaos;

import dev.carillon.events.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What was sent and accepted, kept by those who sent it. Thread-safe.
final class Book {
    static final String SOURCE = "https://chaos.example";

    /// What a kind of event owes its recipients.
    enum Kind {
        BELL,
        MAIL,
        DIGEST,
        ONCE,
        ALERT;

        String title() {
            return Options.title(this);
        }

        String type() {
            return "chaos-" + title();
        }

        boolean mayBeMailed() {
            return this != BELL;
        }
    }

    /// An event that Kafka acknowledged.
    ///
    /// @param key of dedup, for the kind `once`
    record Event(Kind kind, String id, int number, Instant time, List<String> to, String key) {
        UUID notificationOf(String person) {
            return Identity.of("default", SOURCE, id, kind.type(), person).notificationId(time);
        }
    }

    /// A request that was answered by 202.
    record Request(String person, UUID notification) {}

    /// The state in which a person's last click left a row.
    enum Click {
        READ,
        UNREAD,
        DELETED
    }

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Click> clicks = new ConcurrentHashMap<>();
    private final Set<UUID> racing = ConcurrentHashMap.newKeySet();
    private final Set<String> malformed = ConcurrentHashMap.newKeySet();

    void accepted(Event event) {
        events.add(event);
    }

    void accepted(Request request) {
        requests.add(request);
    }

    void malformed(String eventId) {
        malformed.add(eventId);
    }

    void clicked(UUID row, Click click) {
        clicks.put(row, click);
    }

    /// A click without an answer may still be applied, after any that follows: the row's state is open from now on.
    void unanswered(UUID row) {
        racing.add(row);
    }

    boolean isOpen(UUID row) {
        return racing.contains(row);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    Map<UUID, Click> clicks() {
        return Map.copyOf(clicks);
    }

    Set<String> malformed() {
        return Set.copyOf(malformed);
    }
}
