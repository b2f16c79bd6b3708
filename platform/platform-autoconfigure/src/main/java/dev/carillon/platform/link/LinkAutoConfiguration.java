package dev.carillon.platform.link;

import dev.carillon.platform.config.ConfigAutoConfiguration;
import dev.carillon.platform.config.Secret;
import dev.carillon.platform.config.StartFailure;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/// The [SignedLinks].
@AutoConfiguration(after = ConfigAutoConfiguration.class)
@EnableConfigurationProperties(LinkSettings.class)
public class LinkAutoConfiguration {
    /// Created at the first use, so that only services that sign or check links need the secret.
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    SignedLinks signedLinks(LinkSettings settings, Clock clock) {
        Secret secret = settings.secret();
        if (secret == null) {
            throw new StartFailure(
                    "carillon.links.secret is not set, and this service signs or checks links",
                    "Set carillon.links.secret to at least 32 characters, the same for all services.");
        }
        return new SignedLinks(secret::bytes, clock);
    }
}
