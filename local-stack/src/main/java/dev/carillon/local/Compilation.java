package dev.carillon.local;

import java.util.List;

/// How the JVMs of a stack compile their code.
public enum Compilation {
    /// Only with the C1 compiler: starts fast and needs little memory, for a developer's machine.
    QUICK,

    /// With the JVM's default, as in production: C1 first, then C2 for code that runs often. Starts more slowly; after
    /// some minutes of load it is two to three times as fast.
    FULL;

    List<String> flags() {
        return switch (this) {
            case QUICK -> List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m");
            case FULL -> List.of("-XX:ReservedCodeCacheSize=160m");
        };
    }
}
