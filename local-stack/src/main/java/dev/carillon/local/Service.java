package dev.carillon.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The five services: their names and the database schemas that they own.
public enum Service {
    API("notification-api", "api", "api"),
    PROCESSOR("notification-processor", "processor", "processor"),
    EMAIL("email-service", "email", "email"),
    GATEWAY("realtime-gateway", "gateway", null),
    DIGEST("digest-scheduler", "digest", "digest");

    private final String title;
    private final String shortName;
    private final @Nullable String schema;

    Service(String title, String shortName, @Nullable String schema) {
        this.title = title;
        this.shortName = shortName;
        this.schema = schema;
    }

    /// The name of its module, jar and process, such as `notification-api`.
    public String title() {
        return title;
    }

    /// The name in options and in `carillon.urls.…`, such as `api`.
    public String shortName() {
        return shortName;
    }

    /// The schema that it owns; empty when it has none.
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /// Finds a service by either of its names.
    ///
    /// @throws StackException when no service has this name
    public static Service named(String name) {
        return Arrays.stream(values())
                .filter(service -> service.title.equals(name) || service.shortName.equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new StackException(
                                "Unknown service \"%s\". Services: %s.".formatted(name, titles())));
    }

    /// Its jar in a source tree that was built.
    ///
    /// @throws StackException when it was not built
    public Path jar(Path root) {
        return findJar(root.resolve(title).resolve("target"), title);
    }

    static Path findJar(Path target, String name) {
        try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
            return files.filter(file -> isJarOf(name, file.getFileName().toString()))
                    .findFirst()
                    .orElseThrow(() ->
                            new StackException(
                                    "%s is not built: there is no %s-<version>.jar in %s. ./carillon start builds it."
                                            .formatted(name, name, target)));
        } catch (IOException failure) {
            throw new StackException("Cannot read " + target + ": " + failure.getMessage());
        }
    }

    private static boolean isJarOf(String name, String file) {
        return file.startsWith(name + "-")
                && file.endsWith(".jar")
                && !file.endsWith("-sources.jar")
                && !file.endsWith("-tests.jar")
                && !file.endsWith("-javadoc.jar");
    }

    private static String titles() {
        return Arrays.stream(values()).map(Service::title).collect(Collectors.joining(", "));
    }
}
