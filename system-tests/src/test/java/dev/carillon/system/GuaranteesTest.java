package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/guarantees.md names a test for each rule: `FooTest#method` in Java, or `foo.test.js#title` in the browser
/// client. This test fails when the page names a test that was renamed or removed.
class GuaranteesTest {
    private static final Pattern REFERENCE = Pattern.compile("`([\\w.-]+)#([^`]+)`");
    private static final Pattern ROW = Pattern.compile("^\\|(?! *rule *\\|)(?! *-)(.+)\\|(.+)\\|$");

    @Test
    void everyTestNamedInTheGuaranteesExists() throws IOException {
        Map<String, List<Path>> sources = testSources();

        List<String> missing = new ArrayList<>();
        Matcher reference = REFERENCE.matcher(Files.readString(page()));
        while (reference.find()) {
            if (!exists(sources, reference.group(1), reference.group(2))) {
                missing.add(reference.group());
            }
        }

        assertThat(missing).as("tests named in docs/guarantees.md without a source").isEmpty();
    }

    @Test
    void everyRuleNamesATest() throws IOException {
        List<String> rows =
                Files.readAllLines(page()).stream()
                        .filter(line -> ROW.matcher(line).matches())
                        .toList();

        assertThat(rows).isNotEmpty().allMatch(row -> REFERENCE.matcher(row).find());
    }

    private static Path page() {
        return World.root().resolve("docs/guarantees.md");
    }

    private static boolean exists(Map<String, List<Path>> sources, String file, String test)
            throws IOException {
        boolean script = file.endsWith(".test.js");
        Pattern declaration =
                script
                        ? Pattern.compile("\\(\\s*(['\"`])" + Pattern.quote(test) + "\\1")
                        : Pattern.compile("\\bvoid " + Pattern.quote(test) + "\\(");
        for (Path source : sources.getOrDefault(script ? file : file + ".java", List.of())) {
            if (declaration.matcher(Files.readString(source)).find()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<Path>> testSources() throws IOException {
        Map<String, List<Path>> sources = new HashMap<>();
        Files.walkFileTree(
                World.root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes facts) {
                        String name = String.valueOf(at.getFileName());
                        boolean built = name.equals("target") || name.equals("node_modules");
                        boolean hidden = name.startsWith(".") && name.length() > 2;
                        return built || hidden
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                        String name = String.valueOf(file.getFileName());
                        if (name.matches(".*(Test|IT)\\.java|.*\\.test\\.js")) {
                            sources.computeIfAbsent(name, any -> new ArrayList<>()).add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sources;
    }
}
