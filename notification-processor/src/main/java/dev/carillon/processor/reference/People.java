package dev.carillon.processor.reference;

import dev.carillon.events.RecipientKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/// Finds recipients and their preferences, and waits for what a caller wrote just before it sent.
@Component
public class People {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReferenceStore store;
    private final Counter waits;

    People(ReferenceStore store, MeterRegistry meters) {
        this.store = store;
        this.waits = meters.counter("carillon.reference.waits");
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
    public Found find(Map<RecipientKey, Wanted> wanted, Patience patience) {
        if (wanted.isEmpty()) {
            return new Found(Map.of(), Duration.ZERO, true);
        }
        long start = System.nanoTime();
        Map<RecipientKey, Person> people = new HashMap<>();
        Map<RecipientKey, Wanted> missing = wanted;
        boolean waited = false;
        while (true) {
            people.putAll(store.people(missing.keySet()));
            Map<RecipientKey, Wanted> behind = new HashMap<>();
            missing.forEach((key, want) -> {
                if (!want.isMetBy(people.getOrDefault(key, Person.UNKNOWN))) {
                    behind.put(key, want);
                }
            });
            missing = behind;
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (missing.isEmpty() || patience.isOver()) {
                return new Found(people, waited ? elapsed : Duration.ZERO, missing.isEmpty());
            }
            if (!waited) {
                waited = true;
                waits.increment();
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
