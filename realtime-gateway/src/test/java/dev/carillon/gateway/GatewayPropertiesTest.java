package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.test.PropertiesReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GatewayPropertiesTest {
    @Test
    void theReferencePageTellsEveryProperty() {
        PropertiesReference.check(GatewaySettings.class, "realtime-gateway");
    }

    @Test
    void takesEveryDefault() {
        GatewaySettings settings = bind(Map.of());

        assertThat(settings.connections().perRecipient()).isEqualTo(10);
        assertThat(settings.timing().ping()).hasSeconds(25);
        assertThat(settings.tokenInQuery()).isFalse();
    }

    @Test
    void namesTheKeyThatIsWrong() {
        assertThatThrownBy(() -> bind(Map.of("carillon.gateway.timing.pong", "0s")))
                .rootCause()
                .hasMessage("carillon.gateway.timing.pong must be longer than 0, but is PT0S");
        assertThatThrownBy(() -> bind(Map.of("carillon.gateway.connections.max", "0")))
                .rootCause()
                .hasMessage("carillon.gateway.connections.max must be 1 or more, but is 0");
    }

    private static GatewaySettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("carillon.gateway", Bindable.of(GatewaySettings.class));
    }
}
