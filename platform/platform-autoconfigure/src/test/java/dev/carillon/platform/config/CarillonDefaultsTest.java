package dev.carillon.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class CarillonDefaultsTest {
    @Test
    void putsTheManagementPortAThousandAbove() {
        StandardEnvironment environment = with(Map.of("carillon.port", "8083"));
        assertThat(environment.getProperty("server.port")).isEqualTo("8083");
        assertThat(environment.getProperty("management.server.port")).isEqualTo("9083");
        assertThat(environment.getProperty("carillon.management-port")).isEqualTo("9083");
    }

    @Test
    void givesWayToWhatAServiceSays() {
        StandardEnvironment environment =
                with(
                        Map.of(
                                "carillon.port",
                                "8083",
                                "server.port",
                                "7000",
                                "server.shutdown",
                                "immediate"));
        assertThat(environment.getProperty("server.port")).isEqualTo("7000");
        assertThat(environment.getProperty("server.shutdown")).isEqualTo("immediate");
    }

    @Test
    void bindsToTheLoopbackInLocalModeOnly() {
        StandardEnvironment local = with(Map.of("carillon.mode", "local"));
        assertThat(local.getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(local.getProperty("spring.datasource.hikari.maximum-pool-size")).isEqualTo("5");
        assertThat(local.getProperty("logging.structured.format.console")).isNull();
        StandardEnvironment production = with(Map.of());
        assertThat(production.getProperty("server.address")).isNull();
        assertThat(production.getProperty("logging.structured.format.console"))
                .isEqualTo("logstash");
    }

    private static StandardEnvironment with(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        new CarillonDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
