package dev.carillon.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A prefix for a command that runs it in a session or process group of its own. Then the Ctrl-C of a terminal reaches
/// only the JVM, which stops its children in order. The process keeps its process id and its parent.
public final class OwnSession {
    private static final List<String> PREFIX = find();

    private OwnSession() {}

    /// `setsid` on Linux, Perl's `setpgrp` on macOS; empty if neither is installed.
    public static List<String> prefix() {
        return PREFIX;
    }

    private static List<String> find() {
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(setsid))) {
                return List.of(setsid);
            }
        }
        if (Files.isExecutable(Path.of("/usr/bin/perl"))) {
            return List.of("/usr/bin/perl", "-e", "setpgrp(0, 0); exec { $ARGV[0] } @ARGV");
        }
        return List.of();
    }
}
