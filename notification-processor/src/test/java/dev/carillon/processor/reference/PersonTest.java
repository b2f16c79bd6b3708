package dev.carillon.processor.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Preferences;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonTest {
    @Test
    void deletedPreferencesAreTheDefaultsAndKeepTheirVersion() {
        assertThat(Person.of(null, preferences(false)).preferences()).isNotNull();

        Person cleared = Person.of(null, preferences(true));

        assertThat(cleared.preferences()).isNull();
        assertThat(cleared.preferencesVersion()).isEqualTo(7);
        assertThat(Person.of(null, null).preferencesVersion()).isZero();
    }

    private static Preferences preferences(boolean deleted) {
        return new Preferences(
                "default",
                "ann",
                7,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                deleted,
                Instant.EPOCH);
    }
}
