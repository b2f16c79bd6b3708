package dev.carillon.platform.link;

import dev.carillon.platform.config.ConfigAutoConfiguration;
import dev.carillon.platform.config.Secret;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The [SignedLinks].
@AutoConfiguration(after = ConfigAutoConfiguration.class)
@EnableConfigurationProperties(LinkSettings.class)
public class LinkAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    SignedLinks signedLinks(LinkSettings settings, Clock clock) {
        Secret secret = settings.secret();
        return new SignedLinks(
                () -> {
                    if (secret == null) {
                        throw new IllegalStateException(
                                "carillon.links.secret must be set to sign links");
                    }
                    return secret.bytes();
                },
                clock);
    }
}
