package dev.carillon.processor.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.RoundTrip;
import dev.carillon.processor.reference.People.Found;
import dev.carillon.processor.reference.People.Wanted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final Patience LONG = new Patience(Duration.ofMinutes(1));

    @Test
    void waitsUntilTheVersionsThatTheCallerWroteAreThere() {
        Found found = find(new Copy(1, 2, 3), new Wanted(3, 0), LONG);

        assertThat(found.of(ANN).recipientVersion()).isEqualTo(3);
        assertThat(found.complete()).isTrue();
        assertThat(found.waited()).isPositive();
    }

    @Test
    void decidesAtTheDeadlineWithWhatIsThereAndSaysThatItIsBehind() {
        Found found = find(new Copy(1, 1, 1), new Wanted(3, 0), Patience.NONE);

        assertThat(found.of(ANN).recipientVersion()).isEqualTo(1);
        assertThat(found.complete()).isFalse();
        assertThat(find(new Copy(3), new Wanted(3, 1), Patience.NONE).complete())
                .as("preferences are behind")
                .isFalse();
    }

    @Test
    void waitsForNothingThatIsThereOrThatNobodyAskedFor() {
        for (Wanted wanted : List.of(Wanted.ANY, new Wanted(1, 0))) {
            Found found = find(new Copy(1), wanted, LONG);
            assertThat(found.waited()).isZero();
            assertThat(found.complete()).isTrue();
        }
    }

    @Test
    void ofTwoRequestsTheHigherVersionsCount() {
        assertThat(new Wanted(3, 1).and(new Wanted(2, 5))).isEqualTo(new Wanted(3, 5));
    }

    private static Found find(Copy copy, Wanted wanted, Patience patience) {
        return new People(copy, new SimpleMeterRegistry())
                .find(List.of(ANN), new RoundTrip(), () -> Map.of(ANN, wanted), patience);
    }

    /// A copy in which the recipient has the given versions, one at each read.
    private static final class Copy extends ReferenceStore {
        private final int[] versions;
        private int reads;

        Copy(int... versions) {
            super(null, new org.springframework.jdbc.support.JdbcTransactionManager());
            this.versions = versions;
        }

        @Override
        Map<RecipientKey, Person> people(Collection<RecipientKey> keys, RoundTrip then) {
            long version = versions[Math.min(reads++, versions.length - 1)];
            Recipient ann =
                    new Recipient(
                            "default",
                            "ann",
                            version,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            Map.of(),
                            false,
                            false,
                            Instant.EPOCH);
            return Map.of(ANN, Person.of(ann, null));
        }
    }
}
