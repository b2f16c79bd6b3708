package dev.carillon.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCompilerTest {
    private final RuleCompiler compiler = new RuleCompiler();
    private final RuleScope scope =
            scope(
                    """
                    {"issue": {"number": 7, "weight": 7.0, "ratio": 0.5, "title": "It breaks", "user": {"login": "ann"}},
                     "assignee": null, "labels": ["a", "b"], "empty": "", "count": 3000000000}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    data.issue.user.login                                  | ann
                    'issue ' + string(data.issue.number)                   | issue 7
                    string(data.issue.weight)                              | 7
                    string(data.count)                                     | 3000000000
                    event.type + event.subject                       | com.github.issues.assigned
                    data.?release.?name.orValue('none')                    | none
                    firstText([data.?release.?name, data.?empty, data.issue.title]) | It breaks
                    firstText([data.?assignee, data.?nobody.?login])       | ``
                    excerpt(data.issue.title + '  again', 13)              | It breaks ag…
                    excerpt(data.?nobody, 10) + excerpt(data.assignee, 10) | ``
                    data.?assignee.?login.orValue('nobody')                | nobody
                    data.assignee.?login.?name.orValue('nobody')           | nobody
                    data.?issue.?user.?login.orValue('nobody')             | ann
                    data.?issue.user.login.orValue('nobody')               | ann
                    has(data.assignee) && data.assignee != null ? 'a' : 'b' | b
                    data.labels[0].upperAscii()                            | A
                    data.issue.number < 7.5 ? 'less' : 'more'              | less
                    string(event.time)                                     | 2026-11-21T10:00:00Z
                    """)
    void yieldsTexts(String expression, String expected) {
        assertThat(compiled(expression, Yield.TEXT).asText(scope))
                .isEqualTo(new Evaluation.Yielded<>(Optional.of(expected.strip())));
    }

    @Test
    void yieldsBooleansListsAndJson() {
        assertThat(
                        compiled("has(data.labels) && size(data.labels) == 2", Yield.BOOLEAN)
                                .asBoolean(scope))
                .isEqualTo(new Evaluation.Yielded<>(true));
        assertThat(compiled("data.issue.user.login", Yield.TEXTS).asTexts(scope))
                .isEqualTo(new Evaluation.Yielded<>(List.of("ann")));
        assertThat(
                        compiled(
                                        "[data.issue.user.login].filter(l, !l.endsWith('[bot]'))",
                                        Yield.TEXTS)
                                .asTexts(scope))
                .isEqualTo(new Evaluation.Yielded<>(List.of("ann")));
        assertThat(compiled("[]", Yield.TEXTS).asTexts(scope))
                .isEqualTo(new Evaluation.Yielded<>(List.of()));
        assertThat(compiled("{'n': data.issue.number, 'l': data.labels}", Yield.JSON).asJson(scope))
                .isEqualTo(
                        new Evaluation.Yielded<>(
                                Optional.of(Map.of("n", 7L, "l", List.of("a", "b")))));
        assertThat(compiled("data.assignee", Yield.JSON).asJson(scope))
                .isEqualTo(new Evaluation.Yielded<>(Optional.empty()));
    }

    /// `big` is 2^64 - 1, which a double rounds to the next id.
    private final RuleScope numbers =
            scope(
                    """
                    {"big": 18446744073709551615, "next": 18446744073709551616, "long": 9007199254740993,
                     "price": 12345678.5, "fine": 123456789012345678.25, "small": 0.0005, "power": 1e10, "whole": 100.0,
                     "cents": 19.90, "tiny": 1e-300, "huge": 1e308}
                    """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'v': data.big}",
                "{'v': data.?big}",
                "{'v': data.big > 0 ? data.big : 0}",
                "{'v': [data.big][0]}",
                "{'v': data.?nothing.orValue(data.big)}",
                "{'v': [data].map(d, d.big)[0]}"
            })
    void passesNumbersThroughUnchanged(String expression) {
        assertThat(compiled(expression, Yield.JSON).asJson(numbers))
                .isEqualTo(
                        new Evaluation.Yielded<>(
                                Optional.of(Map.of("v", new BigInteger("18446744073709551615")))));
        String whole = expression.replace("big", "fine");
        assertThat(compiled(whole, Yield.JSON).asJson(numbers))
                .isEqualTo(
                        new Evaluation.Yielded<>(
                                Optional.of(Map.of("v", new BigDecimal("123456789012345678.25")))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    string(data.big)                    | 18446744073709551615
                    string(data.long)                   | 9007199254740993
                    string(data.price)                  | 12345678.5
                    string(data.fine)                   | 123456789012345678.25
                    string(data.small)                  | 0.0005
                    string(data.power)                  | 10000000000
                    string(data.whole)                  | 100
                    string(data.cents)                  | 19.9
                    "EUR " + string(data.price * 2.0)   | EUR 24691357
                    string(data.price / 10.0 * 1000.0)  | 1234567850
                    string(double(data.big))            | 18446744073709552000
                    string(data.big + 1)                | 18446744073709551616
                    string(data.fine - data.fine)       | 0
                    string(-data.big)                   | -18446744073709551615
                    string(int(data.fine))              | 123456789012345678
                    string(data.fine * data.tiny * data.tiny) | 0
                    """)
    void writesNumbersAsPlainDecimals(String expression, String expected) {
        assertThat(compiled(expression, Yield.TEXT).asText(numbers))
                .isEqualTo(new Evaluation.Yielded<>(Optional.of(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.big < data.next",
                "data.big != data.next",
                "data.big == data.big + 0",
                "data.big in [data.next, data.big]",
                "data.big > 9223372036854775807",
                "9223372036854775807 < data.big",
                "data.big >= 1.5 && 1.5 <= data.big",
                "data.fine > 123456789012345678 && data.fine < 123456789012345679",
                "data.big > 5u && data.big <= 1.0e300",
                "data.big < 1.0 / 0.0 && data.big > -1.0 / 0.0",
                "data.long == 9007199254740993 && data.long != 9007199254740992"
            })
    void comparesNumbersExactly(String condition) {
        assertThat(compiled(condition, Yield.BOOLEAN).asBoolean(numbers))
                .isEqualTo(new Evaluation.Yielded<>(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string(data.fine * data.huge)",
                "string(int(data.big))",
                "string(data.big / 0)"
            })
    void failsWhereArithmeticHasNoResult(String expression) {
        assertThat(compiled(expression, Yield.TEXT).asText(numbers))
                .isInstanceOf(Evaluation.Failed.class);
    }

    @Test
    void namesTheExpressionAndTheMissingField() {
        assertThat(compiled("data.issue.user.login + data.sender.login", Yield.TEXT).asText(scope))
                .isEqualTo(
                        new Evaluation.Failed<>(
                                "data.issue.user.login + data.sender.login",
                                "data.sender",
                                "data.sender is missing; guard it with has(data.sender)"));
        assertThat(failure("data.assignee.login", Yield.TEXT))
                .isEqualTo("data.assignee is null; guard it with data.assignee != null");
    }

    @Test
    void namesTheKindThatItsPlaceDoesNotTake() {
        assertThat(failure("data.issue", Yield.TEXT))
                .isEqualTo("yielded an object, but must yield a text");
        assertThat(failure("data.issue.number", Yield.TEXTS))
                .isEqualTo("yielded an int, but must yield a text or a list of texts");
    }

    @Test
    void rejectsWhatCannotBeCompiledWithItsPlace() {
        assertThat(compiler.compile("data.issue.\n  title +", Yield.TEXT))
                .isInstanceOfSatisfying(
                        Compilation.Rejected.class,
                        rejected -> assertThat(rejected.line()).isEqualTo(2));
        assertThat(rejection("evnt.id", Yield.TEXT)).contains("undeclared reference to 'evnt'");
        assertThat(rejection("event.name", Yield.TEXT)).contains("undeclared reference");
        assertThat(rejection("1 + 1", Yield.BOOLEAN))
                .isEqualTo("yields int, but must yield a boolean");
        assertThat(rejection("[1, 2]", Yield.TEXTS))
                .contains("must yield a text or a list of texts");
        assertThat(rejection(" ", Yield.TEXT)).isEqualTo("is empty, but must yield a text");
    }

    @Test
    void boundsExpressionsIterationsAndOutput() {
        assertThat(rejection("'" + "a".repeat(5_000) + "'", Yield.TEXT)).contains("4096 allowed");
        String nested = "[0,1,2,3,4,5,6,7,8,9]";
        String loops =
                nested
                        + ".all(a, "
                        + nested
                        + ".all(b, "
                        + nested
                        + ".all(c, "
                        + nested
                        + ".all(d, "
                        + nested
                        + ".all(e, true)))))";
        assertThat(compiled(loops, Yield.BOOLEAN).asBoolean(scope))
                .isInstanceOfSatisfying(
                        Evaluation.Failed.class,
                        failed -> assertThat(failed.message()).contains("10000 iterations"));

        RuleScope large = RuleScope.of(facts(), Map.of("text", "a".repeat(40_000)));
        assertThat(compiled("data.text", Yield.TEXT).asText(large))
                .isInstanceOf(Evaluation.Failed.class);
        assertThat(compiled("data.text", Yield.JSON).asJson(large))
                .isInstanceOf(Evaluation.Failed.class);
    }

    private String failure(String expression, Yield yield) {
        Evaluation<?> evaluation =
                yield == Yield.TEXTS
                        ? compiled(expression, yield).asTexts(scope)
                        : compiled(expression, yield).asText(scope);
        return ((Evaluation.Failed<?>) evaluation).message();
    }

    private String rejection(String expression, Yield yield) {
        return ((Compilation.Rejected) compiler.compile(expression, yield)).message();
    }

    private CompiledExpression compiled(String expression, Yield yield) {
        Compilation compilation = compiler.compile(expression, yield);
        assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compilation).expression();
    }

    private static RuleScope scope(String json) {
        return RuleScope.of(facts(), EventJson.readObject(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static EventFacts facts() {
        return new EventFacts(
                "1",
                "https://github.com/o/r",
                "com.github.issues.assigned",
                null,
                Instant.parse("2026-11-21T10:00:00Z"),
                "default");
    }
}
