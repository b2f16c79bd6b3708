package dev.carillon.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The arguments of a command: `--name value` or `--name=value`, switches without a value, and positional arguments in
/// order. An option that is not given is read from the environment: `--api-port` from `CARILLON_API_PORT`.
public final class Arguments {
    private final Map<String, List<String>> options;
    private final Set<String> switches;
    private final List<String> rest;
    private final Map<String, String> environment;

    private Arguments(
            Map<String, List<String>> options,
            Set<String> switches,
            List<String> rest,
            Map<String, String> environment) {
        this.options = options;
        this.switches = switches;
        this.rest = rest;
        this.environment = environment;
    }

    /// @throws UsageException for an unknown option or an option without its value; the message names it
    public static Arguments parse(
            List<String> arguments,
            Set<String> switchNames,
            Set<String> optionNames,
            Map<String, String> environment) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        Set<String> switches = new TreeSet<>();
        List<String> rest = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (!argument.startsWith("--")) {
                rest.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            if (switchNames.contains(name) && equals < 0) {
                switches.add(name);
            } else if (optionNames.contains(name)) {
                if (equals < 0 && at + 1 == arguments.size()) {
                    throw new UsageException("--" + name + " needs a value.");
                }
                String value = equals < 0 ? arguments.get(++at) : argument.substring(equals + 1);
                options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            } else {
                throw new UsageException(unknown(argument, switchNames, optionNames));
            }
        }
        return new Arguments(options, switches, rest, environment);
    }

    private static String unknown(
            String argument, Collection<String> switchNames, Collection<String> optionNames) {
        Set<String> all = new TreeSet<>();
        switchNames.forEach(name -> all.add("--" + name));
        optionNames.forEach(name -> all.add("--" + name));
        return all.isEmpty()
                ? "Unknown option " + argument + "."
                : "Unknown option " + argument + ". Options: " + String.join(", ", all) + ".";
    }

    /// Whether the switch was given.
    public boolean has(String name) {
        return switches.contains(name);
    }

    /// The last value given, otherwise the value from the environment.
    public Optional<String> option(String name) {
        List<String> values = options.get(name);
        return values == null
                ? Optional.ofNullable(environment.get(variable(name)))
                        .filter(value -> !value.isBlank())
                : Optional.of(values.getLast());
    }

    List<String> options(String name) {
        return options.getOrDefault(name, List.of());
    }

    /// A port from an option or the environment.
    int port(String name, int otherwise) {
        Optional<String> text = option(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // The exception is thrown below.
        }
        throw new UsageException(
                "--%s must be a port, 1 to 65535, but is \"%s\".".formatted(name, text.get()));
    }

    /// A count from an option or the environment.
    ///
    /// @throws UsageException when it is not a whole number from 1 to 999,999,999
    public long count(String name, long otherwise) {
        Optional<String> text = option(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("[1-9][0-9]{0,8}")) {
            return Long.parseLong(text.get());
        }
        throw new UsageException(
                "--%s must be a whole number from 1 to 999999999, but is \"%s\"."
                        .formatted(name, text.get()));
    }

    private static String variable(String name) {
        return "CARILLON_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    List<String> rest() {
        return rest;
    }

    /// The only positional argument.
    String only(String what) {
        if (rest.size() != 1) {
            throw new UsageException(
                    rest.isEmpty()
                            ? "Missing argument: " + what + "."
                            : "Expected one argument (" + what + "), but got " + rest + ".");
        }
        return rest.getFirst();
    }

    /// @throws UsageException when there is any other argument
    public void none() {
        if (!rest.isEmpty()) {
            throw new UsageException("Unexpected argument \"" + rest.getFirst() + "\".");
        }
    }
}
