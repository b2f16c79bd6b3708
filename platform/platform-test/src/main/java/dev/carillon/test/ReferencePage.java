package dev.carillon.test;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A generated section of a page under `docs/reference`. It is compared with its expected content or, with
/// `-Ddocs.write=true`, written.
final class ReferencePage {
    private ReferencePage() {}

    /// @param anchor a class of the module, by which the project's root is found
    /// @param section between `<!-- begin NAME -->` and `<!-- end NAME -->`
    /// @throws AssertionError when the page differs
    static void check(Class<?> anchor, String page, String section, String content) {
        try {
            Path file = root(classes(anchor)).resolve("docs/reference").resolve(page);
            String text = Files.readString(file);
            String begin = "<!-- begin " + section + " -->\n";
            String end = "<!-- end " + section + " -->";
            int from = text.indexOf(begin);
            int to = text.indexOf(end);
            if (from < 0 || to < from) {
                throw new AssertionError(file + " has no section " + section);
            }
            String now = text.substring(0, from) + begin + content + text.substring(to);
            if (Boolean.getBoolean("docs.write")) {
                Files.writeString(file, now);
            } else if (!now.equals(text)) {
                throw new AssertionError(
                        file
                                + ": the section "
                                + section
                                + " is out of date. Run this test with -Ddocs.write=true. It should"
                                + " read:\n"
                                + content);
            }
        } catch (IOException | URISyntaxException fault) {
            throw new AssertionError(page + " can't be read", fault);
        }
    }

    static Path classes(Class<?> anchor) throws URISyntaxException {
        URI where =
                Objects.requireNonNull(anchor.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toURI();
        return Path.of(where);
    }

    private static Path root(Path classes) {
        for (Path here = classes; here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("mvnw"))) {
                return here;
            }
        }
        throw new AssertionError("found no mvnw in the directories above " + classes);
    }
}
