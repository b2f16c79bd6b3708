package dev.carillon.processor;

import dev.carillon.platform.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/// Access rules of the processor's port: only the API description is public. Health and metrics are on the
/// management port.
@Configuration(proxyBeanMethods = false)
class ProcessorAccess {
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .open(HttpMethod.GET, "/v3/api-docs/processor")
                .open(HttpMethod.HEAD, "/v3/api-docs/processor")
                .build();
    }
}
