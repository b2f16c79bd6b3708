package dev.carillon.api;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.UsedTopics;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The topics that this service reads and writes. Missing topics are created at start-up.
@Configuration(proxyBeanMethods = false)
class ApiTopics {
    @Bean
    UsedTopics usedTopics() {
        return new UsedTopics(
                Set.of(
                        Topics.REQUESTS,
                        Topics.RECIPIENTS,
                        Topics.PREFERENCES,
                        Topics.NOTIFICATION_TYPES,
                        Topics.NOTIFICATIONS,
                        Topics.NOTIFICATIONS_BULK,
                        Topics.CLIENT_ACTIONS,
                        Topics.INBOX_CHANGES,
                        Topics.TIMELINE,
                        Topics.DEAD_LETTERS));
    }
}
