package dev.carillon.local;

import dev.carillon.embedded.CarillonDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The command line and environment of a service. Everything public is on the command line, secrets are in
/// the environment.
///
/// @param settings settings of the stack
/// @param secrets secrets of the stack
record ServiceCommand(StackSettings settings, Secrets secrets) {
    static final String DATABASE = "carillon";
    static final String TRAINING_DATABASE = "carillon_training";

    /// The program's arguments.
    List<String> arguments(Service service, int replica, String database) {
        Map<String, String> properties = new LinkedHashMap<>();
        Ports ports = settings.ports();
        ServerPorts servers = settings.serverPortsOf(service, replica);
        properties.put("carillon.mode", "local");
        properties.put("carillon.port", Integer.toString(ports.of(service, replica)));
        properties.put(
                "carillon.management-port", Integer.toString(ports.management(service, replica)));
        properties.put("carillon.kafka.bootstrap-servers", "localhost:" + servers.kafka());
        properties.put("carillon.redis.url", "redis://localhost:" + servers.redis());
        for (Service each : Service.values()) {
            properties.put(
                    "carillon.urls." + each.shortName(), "http://localhost:" + ports.of(each));
        }
        properties.put("carillon.public-url", "http://localhost:" + ports.of(Service.API));
        service.schema()
                .ifPresent(schema -> {
                    properties.put(
                            "spring.datasource.url",
                            "jdbc:postgresql://localhost:%d/%s?currentSchema=%s"
                                    .formatted(servers.postgres(), database, schema));
                    properties.put("spring.datasource.username", CarillonDatabase.role(schema));
                });
        if (service == Service.API) {
            properties.put("carillon.types.directories", settings.types().toString());
        }
        // A map keeps only the last value of a key. Spring would join two values of the same key
        // with a comma.
        properties.putAll(settings.properties().getOrDefault(StackSettings.ALL, Map.of()));
        properties.putAll(settings.properties().getOrDefault(service.title(), Map.of()));
        return properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toList();
    }

    /// The environment variables with the secrets. A stack with its own issuer accepts that issuer's tokens only, so it
    /// gets no secret for local tokens.
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        if (!hasIssuer()) {
            environment.put("CARILLON_SECURITY_SECRET", secrets.security());
        }
        environment.put("CARILLON_LINKS_SECRET", secrets.links());
        environment.put("SPRING_DATASOURCE_PASSWORD", CarillonDatabase.PASSWORD);
        return environment;
    }

    private boolean hasIssuer() {
        return settings.properties()
                .getOrDefault(StackSettings.ALL, Map.of())
                .containsKey("carillon.security.issuer");
    }
}
