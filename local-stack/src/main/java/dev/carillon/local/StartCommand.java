package dev.carillon.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// `./carillon start`: starts the stack, prints its URLs, and runs until it is stopped.
final class StartCommand {
    static final Set<String> SWITCHES = Set.of("fresh");
    static final Set<String> OPTIONS =
            Set.of(
                    "directory",
                    "types",
                    "set",
                    "api-port",
                    "processor-port",
                    "email-port",
                    "gateway-port",
                    "digest-port",
                    "kafka-port",
                    "kafka-controller-port",
                    "postgres-port",
                    "redis-port");

    private StartCommand() {}

    static int run(Arguments arguments, Path root) {
        arguments.none();
        StackSettings settings = settings(arguments, root);
        ConsoleEvents console = new ConsoleEvents(System.out);
        Stack stack =
                arguments.has("fresh")
                        ? Stack.openFresh(settings, console)
                        : Stack.open(settings, console);
        CountDownLatch failed = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(stack, console, failed), "stack-shutdown");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            console.begin(settings);
            stack.start();
            console.welcome(settings);
            Thread.currentThread().join();
            return 0;
        } catch (StackException failure) {
            System.err.println("\n" + failure.getMessage());
            failed.countDown();
            return 1;
        } catch (InterruptedException interrupted) {
            return 0;
        }
    }

    /// Runs in the shutdown hook: after Ctrl-C, after SIGTERM, and after a failed start. An orderly stop has exit code
    /// 0, whichever signal caused it.
    private static void stop(Stack stack, ConsoleEvents console, CountDownLatch failed) {
        console.stopping();
        stack.close();
        console.stopped();
        if (failed.getCount() > 0) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static StackSettings settings(Arguments arguments, Path root) {
        StackSettings settings =
                StackSettings.in(root)
                        .withDirectory(Launcher.directory(arguments, root))
                        .withPorts(ports(arguments));
        if (arguments.option("types").isPresent()) {
            settings =
                    settings.withTypes(Path.of(arguments.option("types").get()).toAbsolutePath());
        }
        for (String property : arguments.options("set")) {
            settings = with(settings, property);
        }
        return settings;
    }

    /// `key=value` for all services, `service:key=value` for one.
    private static StackSettings with(StackSettings settings, String property) {
        int equals = property.indexOf('=');
        if (equals < 1) {
            throw new StackException(
                    "--set must be [service:]key=value, but is \"" + property + "\".");
        }
        String key = property.substring(0, equals);
        String value = property.substring(equals + 1);
        int colon = key.indexOf(':');
        return colon < 0
                ? settings.withProperty(key, value)
                : settings.withProperty(
                        Service.named(key.substring(0, colon)), key.substring(colon + 1), value);
    }

    private static Ports ports(Arguments arguments) {
        Ports defaults = Ports.defaults();
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(
                    service, arguments.port(service.shortName() + "-port", defaults.of(service)));
        }
        int kafka = arguments.port("kafka-port", defaults.kafka());
        return new Ports(
                services,
                kafka,
                arguments.port("kafka-controller-port", kafka + 1),
                arguments.port("postgres-port", defaults.postgres()),
                arguments.port("redis-port", defaults.redis()));
    }
}
