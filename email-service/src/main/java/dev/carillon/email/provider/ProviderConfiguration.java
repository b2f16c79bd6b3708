package dev.carillon.email.provider;

import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Creates providers. A provider that needs settings exists only when they are present.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    EmailProperties.class,
    SmtpProperties.class,
    ResendProperties.class,
    CircuitProperties.class
})
class ProviderConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("carillon.email.smtp.host")
    SmtpProvider smtpProvider(SmtpProperties properties) {
        return new SmtpProvider(properties);
    }

    @Bean
    @ConditionalOnProperty("carillon.email.resend.api-key")
    ResendProvider resendProvider(ResendProperties properties) {
        return new ResendProvider(properties, Objects.requireNonNull(properties.apiKey()));
    }
}
