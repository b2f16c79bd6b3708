package dev.carillon.local;

import dev.carillon.local.demo.Demo;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The program behind `./carillon`: `start`, `stop`, `status`, `token`, `why`, `demo`, `publish`. The script finds a
/// JDK, builds what is missing, and runs this class. Exit codes: 0 success; 1 failure, with the reason printed; 2 when
/// the arguments of `demo` or `publish` are wrong.
final class Launcher {
    private static final String DIRECTORY = "directory";

    private Launcher() {}

    static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.getenv()));
    }

    static int run(List<String> arguments, Map<String, String> environment) {
        Path root = Path.of(System.getProperty("carillon.root", ""));
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            return switch (arguments.getFirst()) {
                case "start" ->
                        StartCommand.run(
                                Arguments.parse(
                                        rest,
                                        StartCommand.SWITCHES,
                                        StartCommand.OPTIONS,
                                        environment),
                                root);
                case "stop" ->
                        StopCommand.run(directory(rest, Set.of(), Set.of(), environment, root));
                case "status" -> status(rest, environment, root);
                case "token" -> token(rest, environment, root);
                case "why" -> why(rest, environment, root);
                case "demo" -> demo(rest, environment, root);
                case "publish" -> publish(rest, environment, root);
                default ->
                        throw new StackException("Unknown command " + arguments.getFirst() + ".");
            };
        } catch (StackException plain) {
            System.err.println(plain.getMessage());
            return 1;
        }
    }

    private static Path directory(
            List<String> rest,
            Set<String> switches,
            Set<String> options,
            Map<String, String> environment,
            Path root) {
        Arguments parsed = parse(rest, switches, options, environment);
        parsed.none();
        return directory(parsed, root);
    }

    private static int status(List<String> rest, Map<String, String> environment, Path root) {
        Arguments parsed = parse(rest, Set.of("json"), Set.of(), environment);
        parsed.none();
        return StatusCommand.run(directory(parsed, root), parsed.has("json"));
    }

    private static int token(List<String> rest, Map<String, String> environment, Path root) {
        Arguments parsed = parse(rest, Set.of(), Set.of("role"), environment);
        return TokenCommand.run(
                search(parsed, environment, root),
                parsed.only("the recipient"),
                parsed.options("role"));
    }

    private static int why(List<String> rest, Map<String, String> environment, Path root) {
        Arguments parsed = parse(rest, Set.of(), Set.of("source"), environment);
        return WhyCommand.run(
                search(parsed, environment, root),
                parsed.only("the id of a notification or an event"),
                parsed.option("source"));
    }

    /// Of the environment only the directory is used: a variable such as `CARILLON_ID` must not become an event's id.
    private static int publish(List<String> rest, Map<String, String> environment, Path root) {
        Map<String, String> ours = new HashMap<>(environment);
        ours.keySet().retainAll(Set.of("CARILLON_DIRECTORY"));
        try {
            Arguments parsed = parse(rest, Set.of(), PublishCommand.OPTIONS, ours);
            return PublishCommand.run(
                    search(parsed, environment, root), parsed, System.in, Clock.systemUTC());
        } catch (UsageException wrong) {
            System.err.println("publish: " + wrong.getMessage());
            return 2;
        }
    }

    /// Options that this program does not know are the demo's.
    private static int demo(List<String> rest, Map<String, String> environment, Path root) {
        List<String> demos = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        separate(rest, ours, demos);
        Arguments parsed = parse(ours, Set.of(), Set.of(), environment);
        parsed.none();
        RunningStack stack = search(parsed, environment, root).find();
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--api", stack.api()));
        arguments.addAll(List.of("--kafka", stack.kafka()));
        arguments.addAll(List.of("--state", stack.memory().toString()));
        arguments.addAll(demos);
        try {
            return Demo.run(arguments);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void separate(List<String> all, List<String> ours, List<String> demos) {
        for (Iterator<String> left = all.iterator(); left.hasNext(); ) {
            String argument = left.next();
            if (argument.startsWith("--" + DIRECTORY + "=")) {
                ours.add(argument);
            } else if (argument.equals("--" + DIRECTORY)) {
                ours.add(argument);
                if (left.hasNext()) {
                    ours.add(left.next());
                }
            } else {
                demos.add(argument);
            }
        }
    }

    private static Arguments parse(
            List<String> rest,
            Set<String> switches,
            Set<String> options,
            Map<String, String> environment) {
        Set<String> all = new java.util.TreeSet<>(options);
        all.add(DIRECTORY);
        return Arguments.parse(rest, switches, all, environment);
    }

    private static RunningStack.Search search(
            Arguments arguments, Map<String, String> environment, Path root) {
        return new RunningStack.Search(
                directory(arguments, root),
                arguments.option(DIRECTORY).isPresent(),
                environment,
                root);
    }

    /// The directory of the stack that a command is for.
    static Path directory(Arguments arguments, Path root) {
        return arguments
                .option(DIRECTORY)
                .map(Path::of)
                .orElseGet(() -> root.resolve(".carillon"))
                .toAbsolutePath()
                .normalize();
    }
}
