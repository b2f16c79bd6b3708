package dev.carillon.processor.reference;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.RoundTrip;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Reads recipients and their preferences. Can wait for versions that a caller wrote just before it sent its request.
@Component
public class People {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReferenceStore store;
    private final Counter waits;

    People(ReferenceStore store, MeterRegistry meters) {
        this.store = store;
        this.waits =
                Counter.builder("carillon.reference.waits")
                        .description(
                                "Batches that waited for reference data that their caller had just written")
                        .register(meters);
    }

    /// The least versions that the copy must hold for a recipient; 0 means any.
    public record Wanted(long recipientVersion, long preferencesVersion) {
        /// Any version, including none.
        public static final Wanted ANY = new Wanted(0, 0);

        /// The higher of both versions.
        public Wanted and(Wanted other) {
            return new Wanted(
                    Math.max(recipientVersion, other.recipientVersion),
                    Math.max(preferencesVersion, other.preferencesVersion));
        }

        boolean isMetBy(Person person) {
            return recipientVersion <= person.recipientVersion()
                    && preferencesVersion <= person.preferencesVersion();
        }
    }

    /// @param people the recipients that are known
    /// @param waited zero when all versions were there at the first read
    /// @param complete false when the deadline passed before all wanted versions arrived
    public record Found(Map<RecipientKey, Person> people, Duration waited, boolean complete) {
        /// The person, with default preferences when the recipient is unknown.
        public Person of(RecipientKey key) {
            return people.getOrDefault(key, Person.UNKNOWN);
        }
    }

    /// Reads people and waits until their wanted versions have arrived, at most until the deadline.
    ///
    /// @param keys the recipients to read
    /// @param then statements sent in the same round trip, after the first read. Their parameters must be small
    /// @param wanted called after the first read and `then`: the versions to wait for, by recipient
    public Found find(
            Collection<RecipientKey> keys,
            RoundTrip then,
            Supplier<Map<RecipientKey, Wanted>> wanted,
            Patience patience) {
        long start = System.nanoTime();
        Map<RecipientKey, Person> people = new HashMap<>(store.people(keys, then));
        Map<RecipientKey, Wanted> missing = behind(wanted.get(), people);
        boolean waited = false;
        while (!missing.isEmpty() && !patience.isOver()) {
            if (!waited) {
                waited = true;
                waits.increment();
            }
            LockSupport.parkNanos(PAUSE);
            people.putAll(store.people(missing.keySet(), new RoundTrip()));
            missing = behind(missing, people);
        }
        return new Found(
                people,
                waited ? Duration.ofNanos(System.nanoTime() - start) : Duration.ZERO,
                missing.isEmpty());
    }

    private static Map<RecipientKey, Wanted> behind(
            Map<RecipientKey, Wanted> wanted, Map<RecipientKey, Person> people) {
        Map<RecipientKey, Wanted> behind = new HashMap<>();
        wanted.forEach((key, want) -> {
            if (!want.isMetBy(people.getOrDefault(key, Person.UNKNOWN))) {
                behind.put(key, want);
            }
        });
        return behind;
    }
}
