package dev.carillon.platform.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.platform.kafka.KafkaSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownKeyCheckTest {
    @Test
    void namesTheNearestKey() {
        assertThatThrownBy(() -> check(Map.of("carillon.kafka.partitons", "3")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("carillon.kafka.partitons")
                .hasMessageContaining("the most similar is carillon.kafka.partitions");
    }

    @Test
    void takesEveryWayToWriteAKnownKey() {
        assertThatCode(() ->
                        check(
                                Map.of(
                                        "carillon.kafka.topicPrefix", "a.",
                                        "carillon.kafka.bootstrap-servers[0]", "a:1",
                                        "carillon.kafka.listeners.auto-startup", "true",
                                        "carillon.mode", "local",
                                        "spring.kafka.nonsense", "1")))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotFailOverVariablesOfAnOrchestrator() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("CARILLON_API_SERVICE_HOST", "10.0.0.1")));
        assertThatCode(() -> UnknownKeyCheck.check(environment, known()))
                .doesNotThrowAnyException();
    }

    private static void check(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        UnknownKeyCheck.check(environment, known());
    }

    private static KnownKeys known() {
        KnownKeys known = new KnownKeys();
        known.add("carillon", CarillonProperties.class);
        known.add("carillon.kafka", KafkaSettings.class);
        return known;
    }
}
