package dev.carillon.processor.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Topics;
import dev.carillon.processor.ExampleTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceReadinessTest {
    @Test
    void nothingIsDecidedBeforeAllReferenceTopicsWereReadToTheirEnds() {
        List<String> asked = new ArrayList<>();
        ReferenceReadiness readiness =
                new ReferenceReadiness(
                        (group, topics) -> {
                            asked.add(group);
                            asked.addAll(topics);
                            return false;
                        },
                        null);

        assertThat(readiness.missing())
                .contains("the reference topics have not been read to their ends yet");
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        ReferenceListener.GROUP,
                        Topics.NOTIFICATION_TYPES,
                        Topics.RECIPIENTS,
                        Topics.PREFERENCES);
    }

    @Test
    void aCatalogueIsCompleteWithEveryTypeInItsVersionOrALaterOne() {
        assertThat(TypeSnapshot.EMPTY.incompleteness()).isPresent();
        assertThat(incompleteness(catalogue("default", 2), type("default", 1)))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("news", "default", "in version 2"));
        assertThat(incompleteness(catalogue("default", 2), type("acme", 2))).isPresent();
        assertThat(incompleteness(catalogue("default", 2), type("default", 2))).isEmpty();
        assertThat(incompleteness(catalogue("default", 2), type("default", 3))).isEmpty();
        assertThat(
                        TypeSnapshot.of(
                                        1,
                                        List.of(type("default", 2)),
                                        List.of(catalogue("default", 2), catalogue("acme", 1)))
                                .incompleteness())
                .as("of every tenant")
                .isPresent();
    }

    private static java.util.Optional<String> incompleteness(
            Catalogue catalogue, NotificationType type) {
        return TypeSnapshot.of(1, List.of(type), List.of(catalogue)).incompleteness();
    }

    private static Catalogue catalogue(String tenant, long version) {
        return new Catalogue(tenant, 1, Map.of("news", version), List.of(), Instant.EPOCH);
    }

    private static NotificationType type(String tenant, long version) {
        return ExampleTypes.type(
                "tenant: %s\nkey: news\nversion: %d\nchannels: { in_app: true }\n"
                        .formatted(tenant, version));
    }
}
