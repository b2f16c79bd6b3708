package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuideBlocksTest {
    @Test
    void readsCommandsWithTheirAnswers() {
        GuideBlocks.Block block =
                only(
                        """
                        Text.

                        <!-- until -->
                        ```console
                        $ A=1   # isn't over
                        $ echo |
                          cat
                        $ curl -d '{"a":
                          1}' \\
                          http://x
                        {"b": …}
                        ```
                        """);

        assertThat(block.until()).isTrue();
        assertThat(block.line()).isEqualTo(5);
        assertThat(GuideBlocks.steps(block))
                .containsExactly(
                        new GuideBlocks.Step("A=1   # isn't over", List.of(), 5),
                        new GuideBlocks.Step("echo |\n  cat", List.of(), 6),
                        new GuideBlocks.Step(
                                "curl -d '{\"a\":\n  1}' \\\n  http://x",
                                List.of("{\"b\": …}"),
                                8));
    }

    @Test
    void marksBelongToTheBlockBelow() {
        List<GuideBlocks.Block> blocks =
                blocks(
                        """
                        <!-- skip: takes long -->
                        ```console
                        $ ./carillon test
                        ```
                        <!-- file: a.py -->
                        ```python
                        print(1)
                        ```
                        <!-- needs: command -v kcat -->
                        ```console
                        $ kcat
                        ```
                        ```json
                        {}
                        ```
                        """);

        assertThat(blocks)
                .extracting(GuideBlocks.Block::skip)
                .containsExactly(Optional.of("takes long"), Optional.empty(), Optional.empty());
        assertThat(blocks.get(1).file()).contains("a.py");
        assertThat(blocks.get(2).needs()).contains("command -v kcat");
    }

    @Test
    void commandsInAnyOtherFormAreRefused() {
        refused("```sh\nls\n```\n");
        refused("```bash\nls\n```\n");
        refused("```\n./carillon start\n```\n");
        refused("```\ncurl http://x\n```\n");
        refused("<!-- skip: why -->\n```json\n{}\n```\n");
        assertThatThrownBy(() -> GuideBlocks.steps(only("```console\nls\n```\n")))
                .hasMessageContaining("page.md:2");
    }

    @Test
    void comparesAnswers() {
        assertThat(
                        GuideBlocks.matches(
                                List.of("{\"id\": \"01a1…\",", "  \"n\": 2}"),
                                "{\"id\":\"01a1b2\",\"n\":2}\n"))
                .isTrue();
        assertThat(GuideBlocks.matches(List.of("{\"n\": 2}"), "{\"n\":3}")).isFalse();
        assertThat(GuideBlocks.matches(List.of("…", "end"), "a\nb\nend")).isTrue();
        assertThat(GuideBlocks.matches(List.of("…"), "")).isTrue();
        assertThat(GuideBlocks.matches(List.of(), "")).isTrue();
        assertThat(GuideBlocks.matches(List.of(), "surprise")).isFalse();
        assertThat(GuideBlocks.matches(List.of("a (b)? …"), "a (b)? c")).isTrue();
    }

    private static void refused(String page) {
        assertThatThrownBy(() -> blocks(page))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("page.md:");
    }

    private static GuideBlocks.Block only(String page) {
        assertThat(blocks(page)).hasSize(1);
        return blocks(page).getFirst();
    }

    private static List<GuideBlocks.Block> blocks(String page) {
        return GuideBlocks.of("page.md", page.lines().toList());
    }
}
