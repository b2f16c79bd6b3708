package dev.carillon.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The Redis executable for this machine, unpacked from the jar.
final class RedisBinary {
    private static final String VERSION = "7.0.15";

    private RedisBinary() {}

    static Path unpack(Path binaries) throws IOException {
        String name =
                "redis-server-" + VERSION + "-" + Machine.system() + "-" + Machine.architecture();
        Path target = binaries.resolve(name);
        if (Files.isExecutable(target)) {
            return target;
        }
        Files.createDirectories(binaries);
        try (InputStream resource =
                redis.embedded.RedisServer.class.getResourceAsStream("/" + name)) {
            if (resource == null) {
                throw new IOException("no Redis binary for " + Machine.describe());
            }
            Path part = Files.createTempFile(binaries, name, ".part");
            Files.copy(resource, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException(part + " cannot be made executable");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }
}
