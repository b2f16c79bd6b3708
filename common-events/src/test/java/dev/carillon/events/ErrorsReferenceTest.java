package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares `docs/reference/errors.md` with [ErrorCode], and finds error codes that sources write as text. With
/// `-Ddocs.write=true` it writes the page instead.
class ErrorsReferenceTest {
    private static final Path ROOT = root();
    private static final Path PAGE = ROOT.resolve("docs/reference/errors.md");

    /// Literals that equal a code but are something else: reasons, field names, states and words of protocols.
    private static final List<String> OTHER_WORDS =
            List.of("data_schema", "unknown_type", "invalid_address", "render_failed");

    @Test
    void theReferencePageListsEveryCode() throws IOException {
        String text = Files.readString(PAGE);
        String now = text;
        for (ErrorCode.Place place : ErrorCode.Place.values()) {
            now = replaced(now, place);
        }
        now = replaced(now, "former", formerNames());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, now);
        } else {
            assertThat(text)
                    .as("docs/reference/errors.md; run this test with -Ddocs.write=true")
                    .isEqualTo(now);
        }
    }

    @Test
    void everyCodeHasOneMeaningAndTheNamesAreDistinct() {
        List<String> names = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            names.add(code.code());
            names.addAll(code.formerNames());
            assertThat(code.meaning()).as(code.code()).endsWith(".");
            assertThat(code.advice()).as(code.code()).endsWith(".");
            assertThat(code.places().contains(ErrorCode.Place.ANSWER))
                    .as(code + " has a status exactly when it stands for a whole answer")
                    .isEqualTo(code.status() != 0);
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::meaning))
                .doesNotHaveDuplicates();
    }

    @Test
    void aFormerNameIsReadAsTheCodeThatItWasMergedInto() {
        assertThat(ErrorCode.find("time_too_old")).contains(ErrorCode.EVENT_TOO_OLD);
        assertThat(ErrorCode.find("older_than_memory")).contains(ErrorCode.BEYOND_MEMORY);
        assertThat(ErrorCode.find("smtp_550")).isEmpty();
    }

    @Test
    void noTextBypassesTheEnum() throws IOException {
        Pattern literal = Pattern.compile("\"([a-z]+(?:_[a-z]+)+)\"");
        Pattern put = Pattern.compile("(?:\"code\"|DEAD_CODE), \"|ActionError\\(\\s*\"");
        List<String> found = new ArrayList<>();
        for (Path source : mainSources()) {
            int number = 0;
            for (String line : Files.readAllLines(source)) {
                number++;
                if (line.strip().startsWith("//") || line.contains("@")) {
                    continue;
                }
                Matcher matcher = literal.matcher(line);
                while (matcher.find()) {
                    if (ErrorCode.find(matcher.group(1)).isPresent()
                            && !OTHER_WORDS.contains(matcher.group(1))) {
                        found.add(source.getFileName() + ":" + number + ": " + line.strip());
                    }
                }
                if (put.matcher(line).find()) {
                    found.add(source.getFileName() + ":" + number + ": " + line.strip());
                }
            }
        }
        assertThat(found).as("error codes as text; use ErrorCode").isEmpty();
    }

    /// The sources of the services and of the modules that they share. Tools that call a stack from outside may compare
    /// codes as text.
    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module :
                List.of(
                        "common-events",
                        "platform",
                        "notification-api",
                        "notification-processor",
                        "email-service",
                        "realtime-gateway",
                        "digest-scheduler")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(file -> file.toString().contains("src/main/java"))
                        .filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("ErrorCode.java"))
                        .filter(file -> !file.toString().contains("platform-test"))
                        .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(300);
        return sources;
    }

    private static String replaced(String text, ErrorCode.Place place) {
        StringBuilder table = new StringBuilder();
        boolean answer = place == ErrorCode.Place.ANSWER;
        table.append(answer ? "| status | code " : "| code ")
                .append("| class | retry helps | meaning | what to do |\n")
                .append(answer ? "|---" : "")
                .append("|---|---|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            if (code.places().contains(place)) {
                table.append(answer ? "| " + code.status() + " " : "")
                        .append("| `")
                        .append(code)
                        .append("` | ")
                        .append(code.errorClass().name().toLowerCase(Locale.ROOT))
                        .append(" | ")
                        .append(code.retryable() ? "yes" : "no")
                        .append(" | ")
                        .append(code.meaning())
                        .append(" | ")
                        .append(code.advice())
                        .append(" |\n");
            }
        }
        return replaced(text, place.name().toLowerCase(Locale.ROOT), table.toString());
    }

    private static String formerNames() {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> !code.formerNames().isEmpty())
                .map(code ->
                        "| "
                                + code.formerNames().stream()
                                        .map(name -> "`" + name + "`")
                                        .collect(Collectors.joining(", "))
                                + " | `"
                                + code
                                + "` |\n")
                .collect(Collectors.joining("", "| former name | now |\n|---|---|\n", ""));
    }

    private static String replaced(String text, String section, String content) {
        String begin = "<!-- begin " + section + " -->\n";
        String end = "<!-- end " + section + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            fail(PAGE + " has no section " + section);
        }
        return text.substring(0, from) + begin + content + text.substring(to);
    }

    private static Path root() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("mvnw"))) {
                return here;
            }
        }
        throw new IllegalStateException(
                "found no mvnw in the directories above the working directory");
    }
}
