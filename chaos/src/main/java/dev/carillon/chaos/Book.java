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

/// What was sent and accepted, kept by those who sent it. Thread-safe.
final class Book {
    static final String SOURCE = "https://chaos.example";

    /// What a kind of event owes its recipients.
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

        /// Of the events of a run, how many in twenty. Those that mail are few, as in a product: a mail costs several times what
        /// the rest of a notification does, and what a run could not send would wait for its end.
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

    /// An event.
    ///
    /// @param offset where it first stands in its partition: the place of its notifications; -1 until Kafka acknowledged it
    /// @param key of dedup, for the kind `once`
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

    /// A request that was answered by 202.
    record Request(String person, UUID notification) {}

    /// What a person does with rows.
    enum Mark {
        SEEN,
        READ,
        UNREAD,
        DELETED
    }

    /// A mark that was answered. It took effect, if it did, between the two instants of `System.nanoTime()`.
    ///
    /// @param row null for all that existed at `upto`
    /// @param category null for all
    /// @param from when the state that the person saw was asked for: whatever ended before was seen
    /// @param until when it was answered; null where an earlier sending had no answer and may still be applied
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

    /// A change of the switch of mail: before `asked` the old state holds, from `known` on the new one.
    record Switch(boolean on, Instant asked, Instant known) {}

    /// A process that stood still: what it read before, it may use long after.
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

    /// Kafka has the event.
    void accepted(Event event) {
        if (event.offset() < 0) {
            complain("no offset was acknowledged for " + event.id());
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

    /// Somebody was told that a row is not there any more.
    void gone(UUID row) {
        gone.add(row);
    }

    void switched(Switch change) {
        switches.add(change);
    }

    void froze(Instant from, Duration length) {
        freezes.add(new Freeze(from, from.plus(length)));
    }

    /// A dead letter of this event was sent to its topic once more.
    void requeued(String eventId) {
        requeued.merge(eventId, 1, Integer::sum);
    }

    /// The same, but no answer told whether.
    void perhapsRequeued(String eventId) {
        perhapsRequeued.merge(eventId, 1, Integer::sum);
    }

    /// An answer that no call should get.
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

    /// Events acknowledged in each second.
    Map<Long, Integer> acceptedBySecond() {
        return Map.copyOf(acceptedBySecond);
    }
}
