package dev.carillon.chaos;

import dev.carillon.events.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Records what was sent and accepted. Its senders fill it in. Thread-safe.
final class Book {
    static final String SOURCE = "https://chaos.example";

    /// The kinds of events; each has its own expected result.
    enum Kind {
        BELL(10),
        MAIL(1),
        DIGEST(3),
        ONCE(5),
        ALERT(1);

        private final int share;

        Kind(int share) {
            this.share = share;
        }

        /// How many of twenty events are of this kind. Few kinds send email, as in a product: an email costs several
        /// times as much as the rest of a notification, and the end of the run would have to wait for emails that are
        /// not sent yet.
        int share() {
            return share;
        }

        String title() {
            return Options.title(this);
        }

        String type() {
            return "chaos-" + title();
        }
    }

    /// An accepted event.
    ///
    /// @param offset of its first record in the partition, which is part of its notification ids; -1 until Kafka
    ///     acknowledged it
    /// @param key the dedup key, for the kind `once`
    record Event(
            Kind kind,
            String id,
            int number,
            Instant time,
            long offset,
            List<String> to,
            String key) {
        Event acknowledged(long at) {
            return new Event(kind, id, number, time, at, to, key);
        }

        UUID notificationOf(String person) {
            return Identity.of("default", SOURCE, id, kind.type(), person)
                    .notificationId(time, offset);
        }
    }

    /// A request that was answered with 202.
    record Request(String person, UUID notification) {}

    /// How a person can mark rows.
    enum Mark {
        SEEN,
        READ,
        UNREAD,
        DELETED
    }

    /// A mark that was answered. If it took effect, then between the two instants (`System.nanoTime()`).
    ///
    /// @param row null for all rows that existed at `upto`
    /// @param category null for all categories
    /// @param from when the person's view was requested: the person saw every change that ended before
    /// @param until when the mark was answered; null when an earlier sending had no answer and may still be applied
    record Act(
            String person,
            Mark mark,
            @Nullable UUID row,
            long upto,
            @Nullable String category,
            long from,
            @Nullable Long until) {
        boolean isOver(long before) {
            return until != null && until - before < 0;
        }
    }

    /// A change of the person's email setting. Before `asked` the old value applies, after `known` the new one.
    record Switch(boolean on, Instant asked, Instant known) {}

    /// A process that was frozen. What it read before, it may use long after.
    record Freeze(Instant from, Instant until) {}

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Act> acts = new ConcurrentLinkedQueue<>();
    private final Queue<Switch> switches = new ConcurrentLinkedQueue<>();
    private final Queue<Freeze> freezes = new ConcurrentLinkedQueue<>();
    private final Set<UUID> gone = ConcurrentHashMap.newKeySet();
    private final Set<String> malformed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> requeued = new ConcurrentHashMap<>();
    private final Map<String, Integer> perhapsRequeued = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<Long, Integer> acceptedBySecond = new ConcurrentHashMap<>();

    /// Kafka acknowledged the event.
    void accepted(Event event) {
        if (event.offset() < 0) {
            complain("Kafka acknowledged without an offset: " + event.id());
        }
        events.add(event);
        acceptedBySecond.merge(Instant.now().getEpochSecond(), 1, Integer::sum);
    }

    void accepted(Request request) {
        requests.add(request);
    }

    void malformed(String eventId) {
        malformed.add(eventId);
    }

    void did(Act act) {
        acts.add(act);
    }

    /// A call answered that the row does not exist any more.
    void gone(UUID row) {
        gone.add(row);
    }

    void switched(Switch change) {
        switches.add(change);
    }

    void froze(Instant from, Duration length) {
        freezes.add(new Freeze(from, from.plus(length)));
    }

    /// A dead letter of this event was requeued.
    void requeued(String eventId) {
        requeued.merge(eventId, 1, Integer::sum);
    }

    /// A dead letter of this event may have been requeued; the call had no answer.
    void perhapsRequeued(String eventId) {
        perhapsRequeued.merge(eventId, 1, Integer::sum);
    }

    /// Records an answer that is never allowed.
    void complain(String what) {
        complaints.add(what);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Act> acts() {
        return List.copyOf(acts);
    }

    Set<UUID> gone() {
        return Set.copyOf(gone);
    }

    List<Switch> switches() {
        return List.copyOf(switches);
    }

    List<Freeze> freezes() {
        return List.copyOf(freezes);
    }

    Set<String> malformed() {
        return Set.copyOf(malformed);
    }

    int timesRequeued(String eventId) {
        return requeued.getOrDefault(eventId, 0);
    }

    int timesPerhapsRequeued(String eventId) {
        return perhapsRequeued.getOrDefault(eventId, 0);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Number of acknowledged events by second.
    Map<Long, Integer> acceptedBySecond() {
        return Map.copyOf(acceptedBySecond);
    }
}
