package dev.carillon.outbox;

import dev.carillon.test.EmbeddedServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/// A relay in a process of its own, which can be killed or paused. It writes its states to a file.
final class RelayProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private RelayProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static RelayProcess start(OutboxBench bench) throws IOException {
        Path output = Files.createTempFile("relay", ".out");
        DatabaseAddress address = bench.address();
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty(
                                "surefire.real.class.path", System.getProperty("java.class.path")),
                        RelayProcess.class.getName(),
                        address.url(),
                        address.username(),
                        address.password(),
                        bench.slot(),
                        bench.prefix(),
                        EmbeddedServers.kafka().bootstrapServers());
        File file = output.toFile();
        return new RelayProcess(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start(),
                output);
    }

    void awaitLine(String line) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lines().contains(line));
    }

    void kill() {
        process.destroyForcibly();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(output);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // a process that still lives would take over the slot when the other relay closes
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(output);
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        OutboxRelay relay =
                OutboxBench.relay(
                        new DatabaseAddress(arguments[0], arguments[1], arguments[2]),
                        OutboxBench.settings(arguments[3], arguments[4]),
                        arguments[5],
                        CurrentReferences.NONE,
                        Clock.systemUTC());
        relay.start();
        RelayState told = RelayState.STOPPED;
        while (true) {
            RelayState state = relay.status().state();
            if (state != told) {
                System.out.println(state);
                told = state;
            }
            Thread.sleep(20);
        }
    }
}
