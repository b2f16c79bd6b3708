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

/// A jar prepared for a fast start: a directory with the extracted jar and its AOT cache. The directory's name is a
/// hash of everything that the cache depends on (JVM, flags, jar), so it changes when one of them changes. The previous
/// directory is kept, because a stack may still run from it.
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

    /// The jar's SHA-256. It is stored together with file attributes that change with every write, so that an unchanged
    /// jar is not hashed again. One of them is ctime, not the modification time: Spring Boot gives every jar the same
    /// modification time.
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

    /// The directory of the extracted jar.
    Path application() {
        return directory.resolve("app");
    }

    boolean isExtracted() {
        return Files.exists(application());
    }

    /// JVM flags that use the AOT cache; empty when there is none.
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
