package dev.carillon.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The data directory of a Postgres server. It is created by `initdb`; a lock file that a dead server left is removed.
record PostgresCluster(Path binaries, Path data, PostgresUser user) {
    List<String> command(String executable) {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(binaries.resolve("bin").resolve(executable).toString());
        return command;
    }

    void createUnlessPresent(Path log) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        // An incomplete cluster is useless, and initdb refuses a directory that is not empty.
        Directories.delete(data);
        Files.createDirectories(data);
        user.own(data);
        List<String> command = command("initdb");
        command.addAll(
                List.of(
                        "--pgdata=" + data,
                        "--username=" + EmbeddedPostgres.SUPERUSER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException("initdb ended with code " + code + ", see " + log);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while creating the Postgres cluster", interrupted);
        }
    }

    /// Postgres refuses to start while the process named in its lock file lives, even if that process id now belongs to
    /// another program.
    void dropStaleLock() throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        boolean held =
                !lines.isEmpty()
                        && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .filter(ProcessHandle::isAlive)
                                .flatMap(process -> process.info().command())
                                .filter(command -> command.contains("postgres"))
                                .isPresent();
        if (!held) {
            Files.delete(lock);
        }
    }
}
