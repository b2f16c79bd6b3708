package dev.carillon.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A lock on a directory. The operating system releases it even if its holder is killed.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Returns the lock, or null when another process or another stack of this JVM holds it.
    static @Nullable DirectoryLock tryIn(Path directory) {
        try {
            FileChannel channel = open(directory);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new DirectoryLock(channel);
                }
            } catch (OverlappingFileLockException sameJvm) {
                // Another stack of this JVM holds the lock.
            }
            channel.close();
            return null;
        } catch (IOException failure) {
            throw new StackException(
                    "Cannot lock " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /// Waits for the lock without a time limit.
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
            throw new StackException("Cannot release a lock", failure);
        }
    }
}
