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

/// Finds recipients and their preferences, and waits for what a caller wrote just before it sent.
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
                                "Batches that waited for what their caller had written just before")
                        .register(meters);
    }

    /// How far the copy must be for a recipient; 0 asks for nothing.
    public record Wanted(long recipientVersion, long preferencesVersion) {
        /// Whatever is there will do.
        public static final Wanted ANY = new Wanted(0, 0);

        /// Both demands in one.
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

    /// @param people whoever is known
    /// @param waited zero when everything was there
    /// @param complete false when the wait ended before the copy was as far as wanted
    public record Found(Map<RecipientKey, Person> people, Duration waited, boolean complete) {
        /// The person, with the defaults where nothing is known.
        public Person of(RecipientKey key) {
            return people.getOrDefault(key, Person.UNKNOWN);
        }
    }

    /// Finds people, with what is wanted of each; blocks as long as the patience lasts, once for all of them.
    ///
    /// @param keys who is looked up
    /// @param then goes to the database behind the first look, in the same round trip; small parameters only
    /// @param wanted of whom of them, and what, is asked once that look is over
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
