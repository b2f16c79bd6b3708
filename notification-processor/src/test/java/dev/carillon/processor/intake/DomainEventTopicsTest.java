package dev.carillon.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.platform.kafka.TopicNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainEventTopicsTest {
    private final TopicNames names = new TopicNames("carillon.");

    @Test
    void areOurOwnTopicUnlessTheyAreNamed() {
        assertThat(DomainEventTopics.of(List.of(), names))
                .isEqualTo(new DomainEventTopics.Names(List.of("carillon.domain-events")));
        assertThat(DomainEventTopics.of(List.of("shop.orders", "shop.returns"), names))
                .isEqualTo(new DomainEventTopics.Names(List.of("shop.orders", "shop.returns")));
    }

    @Test
    void mayBeARegularExpressionWithACommaInIt() {
        assertThat(DomainEventTopics.of(List.of("shop\\..{1", "9}"), names))
                .isInstanceOfSatisfying(
                        DomainEventTopics.Matching.class,
                        matching -> assertThat("shop.orders").matches(matching.pattern()));
        assertThatThrownBy(() -> DomainEventTopics.of(List.of("shop.(orders"), names))
                .hasMessageContaining("carillon.processor.domain-events");
    }
}
