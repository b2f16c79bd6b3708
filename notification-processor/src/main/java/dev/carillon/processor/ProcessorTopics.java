package dev.carillon.processor;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.UsedTopics;
import java.util.HashSet;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The topics that this service reads and writes. The service does not create topics of domain events that the property
/// names: other teams own them.
@Configuration(proxyBeanMethods = false)
class ProcessorTopics {
    @Bean
    UsedTopics usedTopics(ProcessorProperties properties) {
        Set<String> used =
                new HashSet<>(
                        Set.of(
                                Topics.REQUESTS,
                                Topics.RECIPIENTS,
                                Topics.PREFERENCES,
                                Topics.NOTIFICATION_TYPES,
                                Topics.NOTIFICATIONS,
                                Topics.EMAIL,
                                Topics.EMAIL_CRITICAL,
                                Topics.DEFERRALS,
                                Topics.TIMELINE,
                                Topics.DEAD_LETTERS));
        if (properties.domainEvents().isEmpty()) {
            used.add(Topics.DOMAIN_EVENTS);
        }
        return new UsedTopics(used);
    }
}
