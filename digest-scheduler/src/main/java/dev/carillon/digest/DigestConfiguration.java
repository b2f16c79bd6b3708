package dev.carillon.digest;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.UsedTopics;
import dev.carillon.platform.security.AccessRules;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/// The service's topics and endpoints.
@Configuration(proxyBeanMethods = false)
class DigestConfiguration {
    @Bean
    UsedTopics usedTopics() {
        return new UsedTopics(
                Set.of(
                        Topics.DEFERRALS,
                        Topics.RECIPIENTS,
                        Topics.PREFERENCES,
                        Topics.EMAIL,
                        Topics.EMAIL_CRITICAL,
                        Topics.TIMELINE,
                        Topics.DEAD_LETTERS));
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .open(HttpMethod.GET, "/v3/api-docs/digest")
                .open(HttpMethod.HEAD, "/v3/api-docs/digest")
                .support(HttpMethod.GET, "/api/v1/digests/runs")
                .user("/api/v1/digests/**")
                .build();
    }
}
