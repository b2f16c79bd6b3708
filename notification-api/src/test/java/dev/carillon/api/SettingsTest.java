package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Names and defaults of settings are a promise.
class SettingsTest {
    @Test
    void keepTheirNamesAndDefaults() {
        assertThat(bound("carillon.rate-limit", "dev.carillon.api.web.RateLimitSettings"))
                .isEqualTo(
                        "RateLimitSettings[user=100, userWindow=PT1M, service=1000, serviceWindow=PT1S]");
        assertThat(bound("carillon.types", "dev.carillon.api.type.TypeSettings"))
                .isEqualTo("TypeSettings[directories=[], reloadInterval=PT0.5S]");
        assertThat(bound("carillon.requests", "dev.carillon.api.trigger.RequestSettings"))
                .isEqualTo("RequestSettings[retention=PT720H]");
    }

    private static String bound(String prefix, String type) {
        try {
            return new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate(prefix, Class.forName(type))
                    .toString();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
