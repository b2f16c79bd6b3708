package dev.carillon.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.embedded.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A jar made ready to start fast: a directory named by what an AOT cache is bound to (the JVM, its flags, the jar),
/// which holds the extracted jar and the cache. When one of them changes, so does the name; the last but one stays,
/// since a stack may still run from it.
final class Installation {
    private static final int KEPT = 2;

    private final Path directory;

    private Installation(Path directory) {
        this.directory = directory;
    }

    static Installation of(Path builds, String name, Path jar, List<String> flags)
            throws IOException {
        Path all = builds.resolve(name);
        Files.createDirectories(all);
        String key = key(jar, all, flags);
        Path directory = all.resolve(key);
        Files.createDirectories(directory);
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        forgetOld(all);
        return new Installation(directory);
    }

    private static String key(Path jar, Path all, List<String> flags) throws IOException {
        MessageDigest digest = sha256();
        digest.update((Jvm.identity() + flags + hash(jar, all.resolve("hash"))).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 10);
    }

    /// The jar's SHA-256, remembered with what the system changes when a file is written. (Its time of change, not of
    /// modification: Boot gives every jar the same.)
    private static String hash(Path jar, Path memory) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(jar, "unix:size,ino,ctime");
        String written =
                jar
                        + " "
                        + attributes.get("size")
                        + " "
                        + attributes.get("ino")
                        + " "
                        + attributes.get("ctime");
        List<String> remembered = Files.exists(memory) ? Files.readAllLines(memory) : List.of();
        if (remembered.size() == 2 && remembered.getFirst().equals(written)) {
            return remembered.getLast();
        }
        String hash = HexFormat.of().formatHex(digest(jar));
        Files.write(memory, List.of(written, hash));
        return hash;
    }

    private static byte[] digest(Path jar) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream bytes = Files.newInputStream(jar)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static void forgetOld(Path all) throws IOException {
        List<Path> newestFirst;
        try (Stream<Path> entries = Files.list(all)) {
            newestFirst =
                    entries.filter(Files::isDirectory)
                            .sorted(
                                    Comparator.comparingLong((Path directory) ->
                                                    directory.toFile().lastModified())
                                            .reversed())
                            .toList();
        }
        for (Path old : newestFirst.stream().skip(KEPT).toList()) {
            Directories.delete(old);
        }
    }

    Path directory() {
        return directory;
    }

    /// The directory that the jar is extracted to.
    Path application() {
        return directory.resolve("app");
    }

    boolean isExtracted() {
        return Files.exists(application());
    }

    /// The flags that use the cache, none while there is no cache.
    List<String> cacheFlags() {
        return isTrained() ? List.of("-XX:AOTCache=" + cache(), "-Xlog:aot*=error") : List.of();
    }

    boolean isTrained() {
        return Files.exists(cache());
    }

    Path cache() {
        return directory.resolve("app.aot");
    }

    Path trainingLog() {
        return directory.resolve("training.log");
    }
}
