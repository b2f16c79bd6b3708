package dev.carillon.api.type;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TypeBeans {
    @Bean
    DataSchemas dataSchemas() {
        return new DataSchemas();
    }
}
