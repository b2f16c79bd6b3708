package dev.carillon.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
    private final Templates templates = new Templates();

    @Test
    void rendersVariablesPathsSectionsAndInversions() {
        assertThat(
                        text(
                                "{{actor}} on {{issue.title}} #{{issue.number}}{{#labels}} [{{.}}]{{/labels}}{{^none}} none{{/none}}{{#people}} {{name}} of {{actor}};{{/people}}",
                                Map.of(
                                        "actor",
                                        "Ann",
                                        "issue",
                                        Map.of("title", "A & B", "number", 7.0),
                                        "labels",
                                        List.of("x", "y"),
                                        "people",
                                        List.of(Map.of("name", "Bob"), Map.of("name", "Cid")))))
                .isEqualTo("Ann on A & B #7 [x] [y] none Bob of Ann; Cid of Ann;");
    }

    @Test
    void showsNumbersAsPlainDecimals() {
        assertThat(
                        text(
                                "{{a}} {{b}} {{c}} {{d}} {{e}}",
                                Map.of(
                                        "a",
                                        new BigDecimal("12345678.5"),
                                        "b",
                                        new BigInteger("18446744073709551615"),
                                        "c",
                                        1e16,
                                        "d",
                                        0.0005,
                                        "e",
                                        new BigDecimal("100.0"))))
                .isEqualTo("12345678.5 18446744073709551615 10000000000000000 0.0005 100");
    }

    @Test
    void keepsTheDirectionMarksOfAValueWithinIt() {
        Map<String, String> variables = Map.of("a", "chip\u202E", "b", "x\u2067y");

        assertThat(rendered("{{a}} on {{b}}!", Escaping.TEXT, variables).text())
                .isEqualTo("chip on \u2068x\u2067y\u2069\u2069!");
        assertThat(rendered("{{a}} on {{b}}!", Escaping.HTML, variables).text())
                .isEqualTo("chip on x\u2067y\u2069!");
        assertThat(rendered("/{{b}}", Escaping.LINK, variables).text()).isEqualTo("/x\u2067y");
    }

    @Test
    void dropsControlCharactersAndHalvesOfCharacters() {
        assertThat(
                        text(
                                "{{a}}",
                                Map.of(
                                        "a",
                                        "a\u0000b\u001Bc\u009Bd\uD800e\uDC00f\uD83D\uDD14\n\tg")))
                .isEqualTo("abcdef\uD83D\uDD14\n\tg");
    }

    @Test
    void escapesForHtmlAndNotForText() {
        Map<String, String> variables = Map.of("a", "<b onclick='x'>\"&");
        assertThat(rendered("{{a}}", Escaping.HTML, variables).text())
                .doesNotContain("<", ">", "'", "\"")
                .startsWith("&lt;b");
        assertThat(rendered("{{a}}", Escaping.TEXT, variables).text())
                .isEqualTo("<b onclick='x'>\"&");
    }

    @Test
    void rendersWhatIsMissingEmptyAndTellsIt() {
        var rendered =
                rendered(
                        "[{{a}}{{b.c}}{{d}}]",
                        Escaping.HTML,
                        Map.of("b", Map.of(), "d", "\uFDD0faked"));

        assertThat(rendered.missing()).containsExactly("a", "b.c");
        assertThat(rendered.text()).isEqualTo("[faked]");
    }

    @Test
    void seesNoMethodsFieldsOrLambdas() {
        var rendered =
                rendered(
                        "{{a.class}}{{a.length}}{{b.size}}{{this.map}}",
                        Escaping.TEXT,
                        Map.of("a", "text", "b", Map.of("x", 1)));

        assertThat(rendered.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {{{a}}}                                        | 1 | unescaped values
                    {{&a}}                                         | 1 | unescaped values
                    {{=<% %>=}}                                    | 1 | other delimiters
                    {{>other}}                                     | 1 | partials
                    {{#a}}{{#b}}{{#c}}{{#d}}x{{/d}}{{/c}}{{/b}}{{/a}} | 1 | deeper than the 3 allowed
                    {{#a}}x                                        | 1 | a
                    x@{{#a}}x{{/b}}                                | 2 | b
                    x@{{a                                          | 2 | not closed
                    """)
    void rejectsWhatIsNotAllowedAndNamesTheLine(String template, int line, String words) {
        assertThat(templates.compile(template.replace('@', '\n'), Escaping.TEXT))
                .isInstanceOfSatisfying(
                        Compilation.Rejected.class,
                        rejected -> {
                            assertThat(rejected.message()).contains(words);
                            assertThat(rejected.line()).isEqualTo(line);
                        });
    }

    @Test
    void boundsSizeOutputAndIterations() {
        assertThat(templates.compile("a".repeat(20_000), Escaping.TEXT))
                .isInstanceOf(Compilation.Rejected.class);
        var many = Map.of("a", Collections.nCopies(1_000, Map.of("t", "t".repeat(1_000))));
        assertThat(compiled("{{#a}}{{t}}{{/a}}", Escaping.TEXT).render(many))
                .isEqualTo(
                        new Rendering.Exceeded("renders more than the 65536 characters allowed"));
        assertThat(compiled("{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}", Escaping.TEXT).render(many))
                .isEqualTo(new Rendering.Exceeded("needs more than the 10000 iterations allowed"));
    }

    @Test
    void fallsBackFromRegionToLanguageToEnglish() {
        assertThat(Locales.candidates("de-CH")).containsExactly("de-CH", "de", "en");
        assertThat(Locales.candidates("en-US")).containsExactly("en-US", "en");
        assertThat(Locales.candidates(null)).containsExactly("en");
        assertThat(Locales.candidates("%&")).containsExactly("en");
        assertThat(Locales.pick(Map.of("de", 1, "en", 2), "de_AT")).contains(Map.entry("de", 1));
        assertThat(Locales.pick(Map.of("de", 1, "en", 2), "fr")).contains(Map.entry("en", 2));
    }

    private String text(String template, Map<String, ?> variables) {
        return rendered(template, Escaping.TEXT, variables).text();
    }

    private Rendering.Rendered rendered(
            String template, Escaping escaping, Map<String, ?> variables) {
        return (Rendering.Rendered) compiled(template, escaping).render(variables);
    }

    private CompiledTemplate compiled(String template, Escaping escaping) {
        Compilation compilation = templates.compile(template, escaping);
        assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compilation).template();
    }
}
