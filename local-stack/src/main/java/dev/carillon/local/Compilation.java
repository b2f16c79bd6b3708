package dev.carillon.local;

import java.util.List;

/// How the JVMs of a stack compile what they run.
public enum Compilation {
    /// By C1 alone: ready soon and small, which suits a desk.
    QUICK,

    /// As a JVM does where nothing else is asked of it, and so in production: C1 first, then C2 for what runs often. Ready later,
    /// and after some minutes of load two to three times as fast.
    FULL;

    List<String> flags() {
        return switch (this) {
            case QUICK -> List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m");
            case FULL -> List.of("-XX:ReservedCodeCacheSize=160m");
        };
    }
}
