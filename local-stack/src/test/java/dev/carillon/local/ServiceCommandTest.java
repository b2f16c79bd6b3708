package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCommandTest {
    private static final StackSettings SETTINGS = StackSettings.in(Path.of("."));

    private static List<String> arguments(StackSettings settings, Service service, int replica) {
        return new ServiceCommand(settings, new Secrets("one", "two"))
                .arguments(service, replica, ServiceCommand.DATABASE);
    }

    @Test
    void aPropertyOfAServiceOverridesThatOfAllServicesAndThatTheStacksOwn() {
        StackSettings settings =
                SETTINGS.withProperty("carillon.redis.url", "redis://elsewhere")
                        .withProperty("carillon.public-url", "https://all")
                        .withProperty(Service.EMAIL, "carillon.public-url", "https://mail");

        assertThat(arguments(settings, Service.EMAIL, 1))
                .containsOnlyOnce("--carillon.redis.url=redis://elsewhere")
                .containsOnlyOnce("--carillon.public-url=https://mail")
                .doesNotContain("--carillon.public-url=https://all")
                .noneMatch(
                        argument -> argument.startsWith("--carillon.redis.url=redis://localhost"));
    }

    @Test
    void onlyOneReplicaUsesOtherServerPorts() {
        StackSettings settings = SETTINGS.withServerPorts(Service.API, 2, new ServerPorts(1, 2, 3));

        assertThat(arguments(settings, Service.API, 2))
                .contains(
                        "--carillon.kafka.bootstrap-servers=localhost:1",
                        "--spring.datasource.url=jdbc:postgresql://localhost:2/carillon?currentSchema=api",
                        "--carillon.redis.url=redis://localhost:3");
        assertThat(arguments(settings, Service.API, 1))
                .isEqualTo(arguments(SETTINGS, Service.API, 1));
    }
}
