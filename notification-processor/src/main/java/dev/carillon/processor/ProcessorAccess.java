package dev.carillon.processor;

import dev.carillon.platform.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Who may call what: nothing yet but health and metrics, which have a port of their own.
@Configuration(proxyBeanMethods = false)
class ProcessorAccess {
    @Bean
    AccessRules accessRules() {
        return AccessRules.builder().build();
    }
}
