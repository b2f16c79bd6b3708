package dev.carillon.local;

import java.nio.file.Path;
import java.util.List;

/// The JVM of the child processes: this one's, with flags that suit many small processes on one machine.
final class Jvm {
    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// What an AOT cache is bound to on the JVM's side.
    static String identity() {
        return System.getProperty("java.vm.vendor")
                + " "
                + System.getProperty("java.vm.version")
                + " "
                + System.getProperty("os.arch");
    }

    static List<String> serviceFlags() {
        return flags("192m");
    }

    static List<String> kafkaFlags() {
        return flags("256m");
    }

    /// Serial collection and compact headers keep five small heaps small; a process out of memory ends and is started
    /// again instead of limping on.
    private static List<String> flags(String heap) {
        return List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=64m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
