package dev.carillon.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// The ports that `docker-compose.yml` publishes: from the environment or else `.env`, as Compose itself reads them.
///
/// @param apiPort of notification-api
/// @param kafkaPort of Kafka's listener for this machine
record ComposeVariables(int apiPort, int kafkaPort) {
    static ComposeVariables of(Path root, Map<String, String> environment) {
        Properties file = new Properties();
        Path env = root.resolve(".env");
        if (Files.exists(env)) {
            try (Reader reader = Files.newBufferedReader(env)) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new StackException("cannot read " + env, unreadable);
            }
        }
        return new ComposeVariables(
                port("CARILLON_API_PORT", 8080, file, environment),
                port("CARILLON_KAFKA_PORT", 19092, file, environment));
    }

    private static int port(
            String name, int usual, Properties file, Map<String, String> environment) {
        String text = environment.getOrDefault(name, file.getProperty(name, ""));
        String plain = text.strip().replaceAll("^([\"'])(.*)\\1$", "$2");
        if (plain.isEmpty()) {
            return usual;
        }
        try {
            return Integer.parseInt(plain);
        } catch (NumberFormatException notANumber) {
            throw new StackException(name + " is a port, but is " + text + ".", notANumber);
        }
    }
}
