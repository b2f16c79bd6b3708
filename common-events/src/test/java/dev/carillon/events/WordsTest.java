package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The code and the reference page explain every code that a timeline can contain.
class WordsTest {
    @Test
    void everyReasonAndStageHasWordsOfItsOwn() {
        assertThat(Reasons.meanings().keySet())
                .containsExactlyInAnyOrderElementsOf(codes(Reasons.class));
        assertThat(Stages.meanings().keySet())
                .containsExactlyInAnyOrderElementsOf(codes(Stages.class));
        assertThat(Reasons.meanings().values()).doesNotHaveDuplicates();
        Reasons.meanings()
                .forEach((code, words) -> assertThat(Reasons.meaning(code)).isEqualTo(words));
        assertThat(Reasons.meaning("of_a_newer_version")).isEqualTo("of a newer version");
    }

    @Test
    void theReferenceListsThemWithTheSameWords() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "reasons.md"));

        assertThat(page)
                .contains("## Reasons\n\n" + table("reason", Reasons.meanings()))
                .contains("## Stages\n\n" + table("stage", Stages.meanings()));
    }

    @Test
    void timesHaveOneForm() {
        Instant due = Instant.parse("2026-12-01T08:00:00.123456Z");

        assertThat(TimeText.of(due, ZoneId.of("Europe/Zurich")))
                .isEqualTo("2026-12-01 09:00 Europe/Zurich (2026-12-01T08:00:00Z)");
        assertThat(TimeText.of(due, ZoneOffset.UTC)).isEqualTo("2026-12-01T08:00:00Z");
        assertThat(TimeText.of(due, ZoneId.of("UTC"))).isEqualTo("2026-12-01T08:00:00Z");
        assertThat(TimeText.logged(due)).isEqualTo("2026-12-01T08:00:00.123Z");
        assertThat(TimeText.logged(Instant.parse("2026-12-01T08:00:00Z")))
                .isEqualTo("2026-12-01T08:00:00.000Z");
    }

    @Test
    void whatSomebodySentIsQuotedAndCannotChangeTheTextAroundIt() {
        assertThat(Quoted.of("a\"b\\\n\u202e\u0000\u001b[31m"))
                .isEqualTo("\"a\\\"b\\\\\\u000a\\u202e\\u0000\\u001b[31m\"");
        assertThat(Quoted.of("é 漢 😀")).isEqualTo("\"é 漢 😀\"");
        assertThat(Quoted.of("x".repeat(500))).isEqualTo("\"" + "x".repeat(200) + "…\"");
        assertThat(Quoted.of("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(Quoted.plain("a \"b\"\r\n")).isEqualTo("a \"b\"\\u000d\\u000a");
    }

    private static List<String> codes(Class<?> holder) {
        return Arrays.stream(holder.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException hidden) {
                        throw new AssertionError(hidden);
                    }
                })
                .toList();
    }

    private static String table(String what, Map<String, String> words) {
        return words.entrySet().stream()
                .map(entry -> "| `%s` | %s |".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n", "| " + what + " | meaning |\n|---|---|\n", "\n"));
    }
}
