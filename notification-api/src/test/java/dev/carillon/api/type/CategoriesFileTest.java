package dev.carillon.api.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Category;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CategoriesFileTest {
    private final List<FileFault> faults = new ArrayList<>();

    @Test
    void aLabelIsOneTextOrOneForEachLocale() {
        Map<String, Category> categories =
                read(
                        """
                        categories:
                          - { key: comment, label: Comment }
                          - { key: build, label: { en: Build, de: Bauen, de-AT: Baun } }
                        """);

        assertThat(faults).isEmpty();
        assertThat(categories.get("comment").labelIn("de")).isEqualTo("Comment");
        assertThat(categories.get("build").labelIn("de-CH")).isEqualTo("Bauen");
        assertThat(categories.get("build").labelIn("de-AT")).isEqualTo("Baun");
        assertThat(categories.get("build").labelIn("fr")).isEqualTo("Build");
        assertThat(categories.get("build").labelIn(null)).isEqualTo("Build");
    }

    @Test
    void aLabelWithoutEnglishOrWithAWrongLocaleIsAFault() {
        read(
                """
                categories:
                  - { key: comment, label: { de: Kommentar } }
                  - { key: build, label: { en: Build, german: "", 1: Bauen } }
                """);

        assertThat(faults).extracting(FileFault::line).containsExactly(2, 3, 3);
        assertThat(faults.toString())
                .contains("no label for en", "no label for german", "language tag");
    }

    private Map<String, Category> read(String yaml) {
        return switch (YamlDocument.parse("c.yaml", yaml.getBytes(StandardCharsets.UTF_8))) {
            case YamlDocument.Parsed.Document(YamlDocument document) ->
                    CategoriesFile.read("c.yaml", document, faults);
            case YamlDocument.Parsed.Unreadable(FileFault fault) -> throw new AssertionError(fault);
        };
    }
}
