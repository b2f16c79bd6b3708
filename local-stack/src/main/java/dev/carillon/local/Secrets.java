package dev.carillon.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/// The secrets of one local stack. They are created once, stored with its data, and readable by the owner only.
///
/// @param security signs tokens
/// @param links signs links in emails
record Secrets(String security, String links) {
    private static final String FILE = "secrets.properties";

    static Secrets in(Path data) {
        Path file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(data, file);
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new Secrets(properties.getProperty("security"), properties.getProperty("links"));
        } catch (IOException failure) {
            throw new StackException(
                    "Cannot read or write " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static void create(Path data, Path file) throws IOException {
        Files.createDirectories(data);
        Properties properties = new Properties();
        properties.setProperty("security", random());
        properties.setProperty("links", random());
        Path part =
                Files.createTempFile(
                        data,
                        "secrets",
                        ".part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(part)) {
            properties.store(writer, "Secrets of this local stack");
        }
        Files.move(part, file);
    }

    private static String random() {
        byte[] bytes = new byte[48];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Secrets[masked]";
    }
}
