package dev.carillon.api.type;

import dev.carillon.events.Category;
import dev.carillon.events.NotificationType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directories with the files of types: their content, and whether it changed.
final class TypeFiles {
    private static final Logger log = LoggerFactory.getLogger(TypeFiles.class);
    private static final long MAX_BYTES = 1024 * 1024;
    private static final String CATEGORIES = "categories";

    private final List<Path> directories;
    private final String tenant;
    private final TypeCompiler compiler;

    TypeFiles(List<Path> directories, String tenant, TypeCompiler compiler) {
        this.directories = directories;
        this.tenant = tenant;
        this.compiler = compiler;
    }

    /// A type, with the file that declares it.
    record Declared(String source, NotificationType type) {}

    /// The content of all files at one time.
    ///
    /// @param types by key
    /// @param categories null if their file is missing or faulty: then the stored ones stay
    /// @param faults of all files
    record Content(
            Map<String, Declared> types,
            @Nullable Map<String, Category> categories,
            List<FileFault> faults) {
        /// Whether the file has a fault, so that its earlier types stay.
        boolean isFaulty(String source) {
            return faults.stream().anyMatch(fault -> fault.file().equals(source));
        }
    }

    boolean isConfigured() {
        return !directories.isEmpty();
    }

    /// @throws IllegalStateException when a directory is missing or is not a directory; the message names the property
    void requireDirectories() {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new IllegalStateException(
                        "carillon.types.directories names "
                                + directory.toAbsolutePath()
                                + ", which is not a directory");
            }
        }
    }

    /// Stamps of all files. They change when a file is added, removed or written.
    ///
    /// @throws UncheckedIOException when a directory can't be read
    Map<String, String> fingerprint() {
        Map<String, String> fingerprint = new TreeMap<>();
        files().forEach((source, path) -> fingerprint.put(source, stamp(path)));
        return fingerprint;
    }

    /// Reads every file. A file that can't be read is a fault of that file.
    ///
    /// @param stored the categories that types may use if the categories file is faulty
    Content read(Map<String, Category> stored) {
        List<FileFault> faults = new ArrayList<>();
        Map<String, Path> files = files();
        if (files.isEmpty() && isConfigured()) {
            // a volume that is not mounted is more likely than a wish to withdraw every type
            faults.add(
                    new FileFault(
                            "carillon.types.directories",
                            1,
                            "contain no YAML file; all types stay in force"));
        }
        Map<String, Category> categories = categories(files, faults);
        TypeFile reader = new TypeFile(tenant, categories == null ? stored : categories, compiler);
        Map<String, Declared> types = new LinkedHashMap<>();
        files.forEach((source, path) -> {
            if (isCategories(path)) {
                return;
            }
            YamlDocument document = document(source, path, faults);
            NotificationType type = document == null ? null : reader.read(source, document, faults);
            if (type == null) {
                return;
            }
            Declared other = types.putIfAbsent(type.key(), new Declared(source, type));
            if (other != null && document != null) {
                faults.add(
                        new FileFault(
                                source,
                                document.lineOf("key"),
                                "key '" + type.key() + "' is already declared by " + other.source));
            }
        });
        return new Content(types, categories, faults);
    }

    private @Nullable Map<String, Category> categories(
            Map<String, Path> files, List<FileFault> faults) {
        Map<String, Category> categories = new LinkedHashMap<>();
        boolean found = false;
        int before = faults.size();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (isCategories(file.getValue())) {
                found = true;
                YamlDocument document = document(file.getKey(), file.getValue(), faults);
                if (document != null) {
                    CategoriesFile.read(file.getKey(), document, faults)
                            .forEach(categories::putIfAbsent);
                }
            }
        }
        return found && faults.size() == before ? categories : null;
    }

    private static @Nullable YamlDocument document(
            String source, Path path, List<FileFault> faults) {
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                faults.add(new FileFault(source, 1, "has " + size + " bytes, more than 1 MB"));
                return null;
            }
            switch (YamlDocument.parse(source, Files.readAllBytes(path))) {
                case YamlDocument.Parsed.Document(YamlDocument document) -> {
                    return document;
                }
                case YamlDocument.Parsed.Unreadable(FileFault fault) -> faults.add(fault);
            }
        } catch (IOException e) {
            faults.add(new FileFault(source, 1, "can't be read: " + e.getMessage()));
        }
        return null;
    }

    /// The files by the name that messages and the database use: the directory's name and the file's own. It is the
    /// same on every machine.
    private Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        for (Path directory : directories) {
            Path name = directory.toAbsolutePath().normalize().getFileName();
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(TypeFiles::isYaml)
                        .forEach(path -> files.put(name + "/" + path.getFileName(), path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static boolean isYaml(Path path) {
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml"))
                && Files.isRegularFile(path);
    }

    private static boolean isCategories(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(0, name.lastIndexOf('.')).equals(CATEGORIES);
    }

    private static String stamp(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.lastModifiedTime()
                    + "/"
                    + attributes.size()
                    + "/"
                    + attributes.fileKey();
        } catch (IOException gone) {
            log.debug("{} was removed during the scan", path);
            return "gone";
        }
    }
}
