package dev.carillon.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How a stack is set up. Immutable: each `with…` answers a changed copy.
///
/// @param root the built source tree whose jars are run
/// @param directory data, logs and the run file of this stack
/// @param builds extracted jars and AOT caches, which outlive the data and may be shared by stacks
/// @param ports where everything listens
/// @param types the directories of notification types that the API loads
/// @param properties further properties of services, each in place of the stack's own; the key `""` holds those of all
/// @param serverPorts where single processes find the servers instead, by the process's name
/// @param supervised whether a process that dies is started again
/// @param compilation how the JVMs compile
public record StackSettings(
        Path root,
        Path directory,
        Path builds,
        Ports ports,
        Path types,
        Map<String, Map<String, String>> properties,
        Map<String, ServerPorts> serverPorts,
        boolean supervised,
        Compilation compilation) {
    static final String ALL = "";

    public StackSettings {
        root = root.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        builds = builds.toAbsolutePath().normalize();
        types = root.resolve(types).normalize();
        Map<String, Map<String, String>> copy = new LinkedHashMap<>();
        properties.forEach((service, own) -> copy.put(service, Map.copyOf(own)));
        properties = Map.copyOf(copy);
        serverPorts = Map.copyOf(serverPorts);
    }

    /// The settings of `./carillon start` in a source tree.
    public static StackSettings in(Path root) {
        Path directory = root.resolve(".carillon");
        return new StackSettings(
                root,
                directory,
                directory.resolve("build"),
                Ports.defaults(),
                root.resolve("examples/code-host"),
                Map.of(),
                Map.of(),
                true,
                Compilation.QUICK);
    }

    /// The settings of a test: free ports, a directory of its own, the tree's own builds, and no process that comes back
    /// unless the test starts it.
    public static StackSettings forTest(Path root, Path directory) {
        return in(root).withDirectory(directory).withPorts(Ports.free()).withSupervision(false);
    }

    public StackSettings withDirectory(Path value) {
        return new StackSettings(
                root,
                value,
                builds,
                ports,
                types,
                properties,
                serverPorts,
                supervised,
                compilation);
    }

    public StackSettings withPorts(Ports value) {
        return new StackSettings(
                root,
                directory,
                builds,
                value,
                types,
                properties,
                serverPorts,
                supervised,
                compilation);
    }

    public StackSettings withTypes(Path value) {
        return new StackSettings(
                root,
                directory,
                builds,
                ports,
                value,
                properties,
                serverPorts,
                supervised,
                compilation);
    }

    public StackSettings withSupervision(boolean value) {
        return new StackSettings(
                root, directory, builds, ports, types, properties, serverPorts, value, compilation);
    }

    public StackSettings withCompilation(Compilation value) {
        return new StackSettings(
                root, directory, builds, ports, types, properties, serverPorts, supervised, value);
    }

    /// Leads one replica to other ports than those on which the servers listen, as of a proxy.
    public StackSettings withServerPorts(Service service, int replica, ServerPorts value) {
        Map<String, ServerPorts> changed = new LinkedHashMap<>(serverPorts);
        changed.put(Stack.nameOf(service, replica), value);
        return new StackSettings(
                root,
                directory,
                builds,
                ports,
                types,
                properties,
                changed,
                supervised,
                compilation);
    }

    ServerPorts serverPortsOf(Service service, int replica) {
        return serverPorts.getOrDefault(Stack.nameOf(service, replica), ports.servers());
    }

    /// A property of all services.
    public StackSettings withProperty(String key, String value) {
        return with(ALL, key, value);
    }

    /// A property of one service.
    public StackSettings withProperty(Service service, String key, String value) {
        return with(service.title(), key, value);
    }

    private StackSettings with(String owner, String key, String value) {
        Map<String, Map<String, String>> changed = new LinkedHashMap<>(properties);
        Map<String, String> own = new LinkedHashMap<>(changed.getOrDefault(owner, Map.of()));
        own.put(key, value);
        changed.put(owner, own);
        return new StackSettings(
                root,
                directory,
                builds,
                ports,
                types,
                changed,
                serverPorts,
                supervised,
                compilation);
    }

    /// Where extracted jars and AOT caches are: each compilation has its own, so that one doesn't push out what the other runs from.
    Path installations() {
        return compilation == Compilation.QUICK
                ? builds
                : builds.resolve(compilation.name().toLowerCase(Locale.ROOT));
    }

    Path data() {
        return directory.resolve("data");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }
}
