package dev.carillon.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JVM of the child processes: the same installation as this process, with flags for many small processes
/// on one machine.
final class Jvm {
    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The properties of the JVM that an AOT cache depends on.
    static String identity() {
        return System.getProperty("java.vm.vendor")
                + " "
                + System.getProperty("java.vm.version")
                + " "
                + System.getProperty("os.arch");
    }

    static List<String> serviceFlags(Compilation compilation) {
        return flags("192m", compilation);
    }

    static List<String> kafkaFlags(Compilation compilation) {
        return flags("256m", compilation);
    }

    /// Serial collection and compact object headers keep five small heaps small. A process that runs out of memory ends
    /// and is restarted, instead of continuing in a broken state.
    private static List<String> flags(String heap, Compilation compilation) {
        List<String> flags = new ArrayList<>();
        flags.add("-Xmx" + heap);
        flags.add("-XX:+UseSerialGC");
        flags.add("-XX:+UseCompactObjectHeaders");
        flags.addAll(compilation.flags());
        flags.add("-Xss512k");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("--enable-native-access=ALL-UNNAMED");
        flags.add("--sun-misc-unsafe-memory-access=allow");
        return List.copyOf(flags);
    }
}
