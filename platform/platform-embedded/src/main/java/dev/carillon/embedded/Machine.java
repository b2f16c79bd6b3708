package dev.carillon.embedded;

import java.util.Locale;

/// This machine's system and architecture, as the names of the binaries spell them.
final class Machine {
    private Machine() {}

    static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return "darwin";
        }
        if (name.contains("linux")) {
            return "linux";
        }
        throw new UnsupportedOperationException(
                "the embedded servers run on Linux and macOS, not on "
                        + System.getProperty("os.name"));
    }

    static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default ->
                    throw new UnsupportedOperationException(
                            "the embedded servers run on amd64 and arm64, not on " + name);
        };
    }

    static String describe() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
