package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher as a user does: in its own process, with the real servers and with fake services.
class LauncherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir static Path tree;
    @TempDir Path directory;

    private final Ports ports = Ports.free();
    private Process launcher;

    @BeforeEach
    void makeTheTree() throws IOException {
        if (!Files.exists(tree.resolve("local-stack"))) {
            FakeService.tree(tree);
        }
    }

    @AfterEach
    void endTheLauncher() throws Exception {
        if (launcher != null) {
            launcher.destroyForcibly().waitFor();
        }
    }

    @Test
    void restartsDeadProcessesRefusesASecondStackAndLeavesNoProcessWhenKilled() throws Exception {
        launcher = start();
        StatusCommand.Status ready = awaitReady();
        assertThat(ready.processes())
                .extracting(StatusCommand.ProcessStatus::name)
                .containsExactly(
                        "postgres",
                        "redis",
                        "kafka",
                        "notification-api",
                        "notification-processor",
                        "email-service",
                        "realtime-gateway",
                        "digest-scheduler");

        Process second = start();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(output())
                .contains(
                        "A stack is already running in "
                                + directory
                                + " (process "
                                + launcher.pid());

        for (String name : List.of("postgres", "email-service")) {
            long before = process(awaitReady(), name).pid();
            ProcessHandle.of(before).orElseThrow().destroyForcibly();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> process(StatusCommand.look(directory), name).restarts() == 1);
            assertThat(process(awaitReady(), name).pid()).isNotEqualTo(before);
            assertThat(output()).contains(name).contains("was killed; restarting");
        }

        List<ProcessHandle> all =
                awaitReady().processes().stream()
                        .map(process -> ProcessHandle.of(process.pid()).orElseThrow())
                        .toList();
        launcher.destroyForcibly().waitFor();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(StatusCommand.look(directory).state()).isEqualTo("stopped");
    }

    @Test
    void stopsInOrderWhenAsked() throws Exception {
        launcher = start();
        awaitReady();
        assertThat(Launcher.run(List.of("stop", "--directory", directory.toString()), Map.of()))
                .isZero();
        assertThat(launcher.waitFor()).isZero();
        assertThat(output()).contains("Carillon has stopped.").doesNotContain("is being killed");
        assertThat(StatusCommand.run(directory, true)).isEqualTo(1);
        assertThat(ports.taken()).isEmpty();
    }

    @Test
    void namesAPortThatIsTakenAndTheOptionThatChangesIt() throws Exception {
        try (ServerSocket _ = new ServerSocket(ports.of(Service.EMAIL))) {
            Process refused = start();
            assertThat(refused.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(refused.exitValue()).isEqualTo(1);
            assertThat(output())
                    .contains("Another program is using a port")
                    .contains(ports.of(Service.EMAIL) + "  email")
                    .contains("--email-port");
        }
    }

    @Test
    void reportsAMissingJdk() throws Exception {
        Path tools = Files.createDirectories(directory.resolve("bin"));
        for (String tool : List.of("dirname", "tr", "head", "grep", "uname", "bash")) {
            Path real =
                    Files.exists(Path.of("/usr/bin", tool))
                            ? Path.of("/usr/bin", tool)
                            : Path.of("/bin", tool);
            Files.createSymbolicLink(tools.resolve(tool), real);
        }
        ProcessBuilder script =
                new ProcessBuilder("/bin/bash", Path.of("..", "carillon").toString(), "status")
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log().toFile()));
        script.environment().clear();
        script.environment()
                .putAll(
                        Map.of(
                                "PATH", tools.toString(),
                                "HOME", directory.toString(),
                                "CARILLON_JDK_PATH", "/nowhere"));
        assertThat(script.start().waitFor()).isEqualTo(1);
        assertThat(output())
                .contains("Carillon needs a JDK 25 and found none")
                .contains("JAVA_HOME (not set)");
    }

    private Process start() throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Jvm.java(),
                                "-Xmx64m",
                                "-Dcarillon.root=" + tree,
                                "-cp",
                                Service.findJar(Path.of("target"), "local-stack").toString(),
                                Launcher.class.getName(),
                                "start",
                                "--directory",
                                directory.toString(),
                                "--kafka-port",
                                Integer.toString(ports.kafka()),
                                "--postgres-port",
                                Integer.toString(ports.postgres()),
                                "--redis-port",
                                Integer.toString(ports.redis())));
        for (Service service : Service.values()) {
            command.add("--" + service.shortName() + "-port=" + ports.of(service));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    private StatusCommand.Status awaitReady() throws IOException {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () -> StatusCommand.look(directory),
                            status -> status.state().equals("ready"));
        } catch (org.awaitility.core.ConditionTimeoutException notReady) {
            throw new AssertionError(output(), notReady);
        }
    }

    private static StatusCommand.ProcessStatus process(StatusCommand.Status status, String name) {
        return status.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path log() {
        return directory.resolve("launcher.log");
    }

    private String output() throws IOException {
        return Files.readString(log());
    }
}
