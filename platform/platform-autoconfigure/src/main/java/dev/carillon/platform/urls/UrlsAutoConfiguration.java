package dev.carillon.platform.urls;

import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.config.ConfigAutoConfiguration;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The [CarillonUrls].
@AutoConfiguration(after = ConfigAutoConfiguration.class)
@EnableConfigurationProperties(CarillonUrls.Settings.class)
public class UrlsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    CarillonUrls carillonUrls(
            CarillonUrls.Settings set, CarillonProperties properties, CarillonMode mode) {
        if (!mode.isLocal()) {
            return new CarillonUrls(
                    new CarillonUrls.Settings(
                            plain(set.api()),
                            plain(set.processor()),
                            plain(set.email()),
                            plain(set.gateway()),
                            plain(set.digest())),
                    plain(properties.publicUrl()));
        }
        URI api = or(set.api(), 8080);
        URI publicUrl = properties.publicUrl();
        return new CarillonUrls(
                new CarillonUrls.Settings(
                        api,
                        or(set.processor(), 8081),
                        or(set.email(), 8082),
                        or(set.gateway(), 8083),
                        or(set.digest(), 8084)),
                publicUrl == null ? api : plain(publicUrl));
    }

    private static URI or(@Nullable URI set, int port) {
        URI url = plain(set);
        return url == null ? URI.create("http://localhost:" + port) : url;
    }

    private static @Nullable URI plain(@Nullable URI url) {
        if (url == null || !url.toString().endsWith("/")) {
            return url;
        }
        return URI.create(url.toString().substring(0, url.toString().length() - 1));
    }
}
