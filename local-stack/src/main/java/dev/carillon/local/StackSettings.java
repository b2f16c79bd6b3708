package dev.carillon.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The settings of a stack. Immutable: each `with…` method returns a changed copy.
///
/// @param root the built source tree whose jars are run
/// @param directory data, logs and the run file of this stack
/// @param builds extracted jars and AOT caches. They are kept when the data is deleted, and several stacks
///     may share them
/// @param ports the ports of all processes
/// @param types directories of notification types that the API loads
/// @param properties additional properties of services, which override those set by the stack; the key `""` holds
///     properties of all services
/// @param serverPorts other ports at which single processes reach the servers, by process name
/// @param supervised whether a process that dies is restarted
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

    /// The settings that `./carillon start` uses in a source tree.
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

    /// The settings for a test: free ports, a separate directory, the builds of the source tree, and no automatic
    /// restart of processes.
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

    /// Makes one replica use other ports to reach the servers, such as those of a proxy.
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

    /// Sets a property of all services.
    public StackSettings withProperty(String key, String value) {
        return with(ALL, key, value);
    }

    /// Sets a property of one service.
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

    /// The directory of extracted jars and AOT caches. Each compilation mode has its own, so that one mode does not
    /// delete what the other runs from.
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
