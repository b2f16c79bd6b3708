package dev.carillon.platform.config;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/// Mode, clock, and the check for unknown keys.
@AutoConfiguration
@EnableConfigurationProperties(CarillonProperties.class)
public class ConfigAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    CarillonMode carillonMode(CarillonProperties properties) {
        return properties.mode();
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    UnknownKeyCheck unknownKeyCheck(ApplicationContext context) {
        return new UnknownKeyCheck(context);
    }
}
