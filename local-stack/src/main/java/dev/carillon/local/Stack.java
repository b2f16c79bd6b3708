package dev.carillon.local;

import dev.carillon.embedded.CarillonDatabase;
import dev.carillon.embedded.Directories;
import dev.carillon.embedded.EmbeddedPostgres;
import dev.carillon.embedded.ProcessGuard;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running Carillon: three servers and five services. Each is a process that can be killed, stopped, restarted, and
/// run in several replicas. Used by `./carillon start` and by the system tests.
///
/// Process names are `kafka`, `postgres`, `redis`, a service's title, or for example `email-service-2` for a second
/// replica. Methods may be called from several threads. All processes end with [#close()] and when this JVM ends.
public final class Stack implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SERVICE_GRACE = Duration.ofSeconds(30);
    private static final Duration SERVER_GRACE = Duration.ofSeconds(20);
    private static final String POSTGRES = "postgres";
    private static final String REDIS = "redis";
    private static final String KAFKA = "kafka";
    private static final List<String> SERVERS = List.of(POSTGRES, REDIS, KAFKA);
    private static final List<String> RANKS =
            Stream.concat(SERVERS.stream(), Arrays.stream(Service.values()).map(Service::title))
                    .toList();

    private final StackSettings settings;
    private final StackEvents events;
    private final DirectoryLock lock;
    private final ProcessGuard guard;
    private final RunFile runFile;
    private final ServiceCommand command;
    private final Preparation preparation;
    private final Map<Path, Map<Service, Installation>> installations = new HashMap<>();
    private final Map<String, SupervisedProcess> processes = new ConcurrentSkipListMap<>();

    /// The built source tree whose services are started.
    private volatile Path build;

    private Stack(StackSettings settings, StackEvents events, DirectoryLock lock) {
        this.settings = settings;
        this.build = settings.root();
        this.events = events;
        this.lock = lock;
        this.guard = ProcessGuard.start();
        this.runFile = new RunFile(settings.directory());
        this.command = new ServiceCommand(settings, Secrets.in(settings.data()));
        this.preparation =
                new Preparation(settings.installations(), settings.compilation(), guard, events);
    }

    /// Locks the directory and checks the ports. Starts nothing.
    ///
    /// @throws StackException when a stack already runs in the directory, or a port is in use
    public static Stack open(StackSettings settings, StackEvents events) {
        return open(settings, events, false);
    }

    /// Same as [#open], and deletes the data in the directory. Builds, AOT caches and logs are kept.
    public static Stack openFresh(StackSettings settings, StackEvents events) {
        return open(settings, events, true);
    }

    private static Stack open(StackSettings settings, StackEvents events, boolean fresh) {
        DirectoryLock lock = DirectoryLock.tryIn(settings.directory());
        if (lock == null) {
            throw new StackException(alreadyRunning(settings));
        }
        try {
            new Leftovers(settings, events).await();
            Map<String, Integer> taken = settings.ports().taken();
            if (!taken.isEmpty()) {
                throw new StackException(TakenPorts.describe(taken));
            }
            if (fresh) {
                Directories.delete(settings.data());
            }
            return new Stack(settings, events, lock);
        } catch (IOException failure) {
            lock.close();
            throw new StackException("Cannot delete the data: " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private static String alreadyRunning(StackSettings settings) {
        String who =
                new RunFile(settings.directory())
                        .read()
                        .map(state -> " (process " + state.launcher().pid() + ")")
                        .orElse("");
        return "A stack is already running in %s%s. ./carillon status shows it, ./carillon stop stops it."
                .formatted(settings.directory(), who);
    }

    /// Starts all processes, with the services of another build, for example of an older release.
    ///
    /// @param otherBuild a built source tree
    /// @throws StackException when a jar is missing there, or a process does not become ready
    public Stack startFrom(Path otherBuild) {
        build = otherBuild.toAbsolutePath().normalize();
        return start();
    }

    /// Starts all processes, in parallel where they do not depend on each other. Returns when all of them are ready.
    ///
    /// @throws StackException when a process does not become ready; processes that already run are ended by [#close()]
    public Stack start() {
        try (Together together = new Together()) {
            Files.createDirectories(settings.logs());
            Servers servers = new Servers(settings, guard);
            together.run(() -> startServer(REDIS, settings.ports().redis(), servers.redis()));
            together.run(() ->
                    startServer(
                            KAFKA,
                            settings.ports().kafka(),
                            servers.kafka(preparation.kafka(settings.root()))));
            together.run(() -> startPostgres(servers));
            together.run(this::extractAll);
            together.await();
            trainAll();
            for (Service service : Service.values()) {
                together.run(() -> start(service, 1));
            }
            together.await();
            return this;
        } catch (IOException failure) {
            throw new StackException("Cannot start the stack: " + failure.getMessage(), failure);
        }
    }

    private void startServer(String name, int port, Launch launch) {
        SupervisedProcess process = add(name, port, launch);
        process.start();
        process.awaitReady(PATIENCE);
    }

    private void startPostgres(Servers servers) throws Exception {
        startServer(POSTGRES, settings.ports().postgres(), servers.postgres());
        CarillonDatabase.create(postgres(), ServiceCommand.DATABASE);
    }

    private EmbeddedPostgres.Address postgres() {
        return new EmbeddedPostgres.Address(settings.ports().postgres());
    }

    private void extractAll() throws Exception {
        try (DirectoryLock _ = DirectoryLock.in(settings.builds());
                Together together = new Together()) {
            for (Service service : Service.values()) {
                together.run(() -> extract(service, build));
            }
            together.await();
        }
    }

    private void extract(Service service, Path from) throws IOException, InterruptedException {
        Installation installation = preparation.extracted(service, service.jar(from));
        synchronized (installations) {
            installations
                    .computeIfAbsent(from, _ -> new EnumMap<>(Service.class))
                    .put(service, installation);
        }
    }

    private void trainAll() {
        List<Service> untrained =
                Arrays.stream(Service.values())
                        .filter(service -> !installation(service).isTrained())
                        .toList();
        if (untrained.isEmpty()) {
            return;
        }
        try (DirectoryLock _ = DirectoryLock.in(settings.builds());
                Together together = new Together()) {
            CarillonDatabase.create(postgres(), ServiceCommand.TRAINING_DATABASE);
            for (Service service : untrained) {
                Path jar = service.jar(build);
                together.run(() -> preparation.train(service, installation(service), jar, command));
            }
            together.await();
            CarillonDatabase.drop(postgres(), ServiceCommand.TRAINING_DATABASE);
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new StackException(
                    "Cannot create the AOT caches: " + failure.getMessage(), failure);
        }
    }

    private Installation installation(Service service) {
        return installation(service, build);
    }

    private Installation installation(Service service, Path from) {
        synchronized (installations) {
            Installation installation = installations.getOrDefault(from, Map.of()).get(service);
            if (installation == null) {
                throw new StackException(service.title() + " is not extracted");
            }
            return installation;
        }
    }

    /// Starts a replica of a service, counted from 1, and returns when it is ready. Also starts one that was
    /// killed or stopped.
    ///
    /// @throws StackException when it already runs or does not become ready
    public void start(Service service, int replica) {
        String name = nameOf(service, replica);
        SupervisedProcess process = processes.get(name);
        if (process == null) {
            process =
                    add(
                            name,
                            settings.ports().of(service, replica),
                            launch(service, replica, build));
        }
        process.start();
        try {
            process.awaitReady(PATIENCE);
        } catch (StackException failure) {
            throw new StackException(
                    failure.getMessage() + LogTail.of(settings.log(name)), failure);
        }
    }

    private Launch launch(Service service, int replica, Path from) {
        Installation installation = installation(service, from);
        List<String> line = new ArrayList<>();
        line.add(Jvm.java());
        line.addAll(Jvm.serviceFlags(settings.compilation()));
        line.addAll(installation.cacheFlags());
        line.add("-jar");
        line.add(installation.application().resolve(service.jar(from).getFileName()).toString());
        line.addAll(command.arguments(service, replica, ServiceCommand.DATABASE));
        int management = settings.ports().management(service, replica);
        return new JavaLaunch(
                line,
                command.environment(),
                settings.data(),
                settings.log(nameOf(service, replica)),
                () -> Health.ofService(management),
                guard);
    }

    /// Replaces a replica as a rolling update does: stops it gracefully, starts the jar of the given build in its
    /// place, and returns when the new process is ready. It writes to the same log.
    ///
    /// @param from a built source tree; may be the one that runs already
    /// @return whether the old process ended by itself within 30 s; otherwise it was killed
    /// @throws StackException when the new process does not become ready
    public boolean replace(Service service, int replica, Path from) {
        Path other = from.toAbsolutePath().normalize();
        String name = nameOf(service, replica);
        try (DirectoryLock _ = DirectoryLock.in(settings.builds())) {
            extract(service, other);
        } catch (IOException failure) {
            throw new StackException(
                    "cannot replace " + name + ": " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", interrupted);
        }
        SupervisedProcess old = process(name);
        boolean graceful = old.stop(SERVICE_GRACE);
        supervise(name, old.port(), launch(service, replica, other));
        restart(name);
        return graceful;
    }

    private SupervisedProcess add(String name, int port, Launch launch) {
        rotateLog(name);
        return supervise(name, port, launch);
    }

    private SupervisedProcess supervise(String name, int port, Launch launch) {
        SupervisedProcess process =
                new SupervisedProcess(
                        name, port, launch, settings.supervised(), events, this::writeRunFile);
        processes.put(name, process);
        return process;
    }

    private void rotateLog(String name) {
        Path log = settings.log(name);
        try {
            if (Files.exists(log)) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new StackException("Cannot rename " + log, failure);
        }
    }

    /// Kills a process like `kill -9` and waits until it has ended.
    public void kill(String name) {
        process(name).kill();
    }

    /// Stops a process gracefully and waits until it has ended. It is not restarted automatically.
    public void stop(String name) {
        process(name).stop(SERVICE_GRACE);
    }

    /// Starts a killed or stopped process again, and returns when it is ready.
    public void restart(String name) {
        SupervisedProcess process = process(name);
        process.start();
        process.awaitReady(PATIENCE);
    }

    /// Sends a signal by its name; `STOP` freezes a process, `CONT` resumes it.
    public void signal(String name, String signal) {
        process(name).signal(signal);
    }

    /// Whether the process runs.
    public boolean isAlive(String name) {
        return process(name).alive();
    }

    /// The process id.
    ///
    /// @throws StackException when the process does not run
    public long pid(String name) {
        Process process = process(name).process();
        if (process == null || !process.isAlive()) {
            throw new StackException(name + " is not running");
        }
        return process.pid();
    }

    private SupervisedProcess process(String name) {
        SupervisedProcess process = processes.get(name);
        if (process == null) {
            throw new StackException(
                    "Unknown process \"%s\". Processes: %s.".formatted(name, processes.keySet()));
        }
        return process;
    }

    /// The process name of a replica: the service's title, followed by the number from the second replica on.
    public static String nameOf(Service service, int replica) {
        return replica == 1 ? service.title() : service.title() + "-" + replica;
    }

    private static String firstReplica(String name) {
        return name.replaceFirst("-[0-9]+$", "");
    }

    /// The base URL of a service's first replica.
    public URI url(Service service) {
        return url(service, 1);
    }

    /// The base URL of a service's replica.
    public URI url(Service service, int replica) {
        return URI.create("http://localhost:" + settings.ports().of(service, replica));
    }

    /// The base URL for health and metrics of a replica.
    public URI managementUrl(Service service, int replica) {
        return URI.create("http://localhost:" + settings.ports().management(service, replica));
    }

    /// `localhost:<port>` of Kafka.
    public String kafka() {
        return "localhost:" + settings.ports().kafka();
    }

    /// `redis://localhost:<port>`.
    public String redis() {
        return "redis://localhost:" + settings.ports().redis();
    }

    /// The JDBC URL of the services' database. The superuser is `postgres`, without a password.
    public String database() {
        return postgres().jdbcUrl(ServiceCommand.DATABASE);
    }

    /// The log file of a process.
    public Path log(String name) {
        return settings.log(name);
    }

    /// The settings of this stack.
    public StackSettings settings() {
        return settings;
    }

    private synchronized void writeRunFile() {
        List<RunFile.Entry> entries = new ArrayList<>();
        processes.values().stream()
                .sorted(
                        Comparator.comparingInt(
                                process -> RANKS.indexOf(firstReplica(process.name()))))
                .forEach(process -> entries.add(entry(process)));
        runFile.write(
                new RunFile.State(
                        RunFile.Identity.of(ProcessHandle.current()),
                        settings.directory().toString(),
                        new LinkedHashMap<>(settings.ports().byName()),
                        entries));
    }

    private RunFile.Entry entry(SupervisedProcess process) {
        Process current = process.process();
        RunFile.@Nullable Identity identity =
                current == null || !current.isAlive()
                        ? null
                        : RunFile.Identity.of(current.toHandle());
        return new RunFile.Entry(
                process.name(),
                identity,
                process.port(),
                SERVERS.contains(process.name()) ? null : process.port() + Ports.MANAGEMENT_OFFSET,
                process.restarts());
    }

    /// Stops the services, then the servers, gracefully, and releases the lock of the directory.
    @Override
    public void close() {
        stopAll(
                processes.values().stream()
                        .filter(process -> !SERVERS.contains(process.name()))
                        .toList(),
                SERVICE_GRACE);
        stopAll(
                processes.values().stream()
                        .filter(process -> SERVERS.contains(process.name()))
                        .toList(),
                SERVER_GRACE);
        guard.close();
        runFile.delete();
        lock.close();
    }

    private static void stopAll(List<SupervisedProcess> all, Duration grace) {
        try (Together together = new Together()) {
            all.forEach(process -> together.run(() -> process.stop(grace)));
            together.await();
        }
    }
}
