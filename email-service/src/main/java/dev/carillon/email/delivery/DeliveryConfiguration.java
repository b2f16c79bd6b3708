package dev.carillon.email.delivery;

import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.kafka.UsedTopics;
import dev.carillon.platform.security.AccessRules;
import dev.carillon.platform.web.PageRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Settings of the platform for this service.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DeliveryConfiguration {
    @Bean
    UsedTopics usedTopics() {
        return UsedTopics.of(
                Topics.EMAIL,
                Topics.EMAIL_CRITICAL,
                RetryTopics.SHORT,
                RetryTopics.LONG,
                Topics.RECIPIENTS,
                Topics.NOTIFICATION_TYPES,
                Topics.TIMELINE,
                Topics.DEFERRALS,
                Topics.DEAD_LETTERS);
    }

    @Bean
    AccessRules accessRules(CarillonMode mode) {
        AccessRules.Builder rules =
                AccessRules.builder()
                        .open(HttpMethod.GET, "/v3/api-docs/email")
                        .open(HttpMethod.HEAD, "/v3/api-docs/email")
                        .support(HttpMethod.GET, "/api/v1/email/quota", "/api/v1/email/messages")
                        .admin("/api/v1/email/suppressions/*");
        if (mode.isLocal()) {
            rules.loopback(HttpMethod.GET, "/mailbox", "/mailbox/**")
                    .loopback(HttpMethod.HEAD, "/mailbox", "/mailbox/**");
        }
        return rules.build();
    }

    /// Routes that show pages to people: their errors are HTML pages.
    @Bean
    PageRoutes pageRoutes() {
        return PageRoutes.builder().pagesOrData("/mailbox").build();
    }
}
