package dev.carillon.local;

import dev.carillon.embedded.CarillonDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a service of the stack is started with: everything public on the command line, secrets in the environment.
///
/// @param settings of the stack
/// @param secrets of the stack
record ServiceCommand(StackSettings settings, Secrets secrets) {
    static final String DATABASE = "carillon";
    static final String TRAINING_DATABASE = "carillon_training";

    /// The program's arguments.
    List<String> arguments(Service service, int replica, String database) {
        Ports ports = settings.ports();
        List<String> arguments = new ArrayList<>();
        arguments.add("--carillon.mode=local");
        arguments.add("--carillon.port=" + ports.of(service, replica));
        arguments.add("--carillon.management-port=" + ports.management(service, replica));
        arguments.add("--carillon.kafka.bootstrap-servers=localhost:" + ports.kafka());
        arguments.add("--carillon.redis.url=redis://localhost:" + ports.redis());
        for (Service each : Service.values()) {
            arguments.add(
                    "--carillon.urls.%s=http://localhost:%d"
                            .formatted(each.shortName(), ports.of(each)));
        }
        arguments.add("--carillon.public-url=http://localhost:" + ports.of(Service.API));
        service.schema().ifPresent(schema -> arguments.addAll(dataSource(schema, database)));
        if (service == Service.API) {
            arguments.add("--carillon.types.directories=" + settings.types());
        }
        own(StackSettings.ALL, arguments);
        own(service.title(), arguments);
        return arguments;
    }

    private List<String> dataSource(String schema, String database) {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://localhost:%d/%s?currentSchema=%s"
                        .formatted(settings.ports().postgres(), database, schema),
                "--spring.datasource.username=" + CarillonDatabase.role(schema));
    }

    private void own(String owner, List<String> arguments) {
        settings.properties()
                .getOrDefault(owner, Map.of())
                .forEach((key, value) -> arguments.add("--" + key + "=" + value));
    }

    /// The environment variables that carry the secrets.
    Map<String, String> environment() {
        return Map.of(
                "CARILLON_SECURITY_SECRET", secrets.security(),
                "CARILLON_LINKS_SECRET", secrets.links(),
                "SPRING_DATASOURCE_PASSWORD", CarillonDatabase.PASSWORD);
    }
}
