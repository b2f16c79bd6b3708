package dev.carillon.processor;

import dev.carillon.platform.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/// Who may call what. Only the description is answered; health and metrics have a port of their own.
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
