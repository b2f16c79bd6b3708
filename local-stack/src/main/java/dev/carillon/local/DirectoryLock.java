package dev.carillon.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A lock on a directory, which the system releases however its holder dies.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// The lock, or null when another process or stack holds it.
    static @Nullable DirectoryLock tryIn(Path directory) {
        try {
            FileChannel channel = open(directory);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new DirectoryLock(channel);
                }
            } catch (OverlappingFileLockException sameJvm) {
                // another stack of this JVM
            }
            channel.close();
            return null;
        } catch (IOException failure) {
            throw new StackException(
                    "cannot lock " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /// The lock, waited for as long as it takes.
    static DirectoryLock in(Path directory) throws IOException, InterruptedException {
        while (true) {
            DirectoryLock lock = tryIn(directory);
            if (lock != null) {
                return lock;
            }
            Thread.sleep(200);
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        Files.createDirectories(directory);
        return FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new StackException("cannot release a lock", failure);
        }
    }
}
