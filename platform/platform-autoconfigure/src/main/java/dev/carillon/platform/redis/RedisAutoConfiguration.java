package dev.carillon.platform.redis;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The address of Redis, for services that use it.
@AutoConfiguration
@EnableConfigurationProperties(RedisSettings.class)
public class RedisAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.redisson.api.RedissonClient")
    static class Watch {
        @Bean
        RedisAtStart redisAtStart(RedisSettings settings) {
            return new RedisAtStart(settings);
        }
    }
}
