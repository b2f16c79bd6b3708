package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryCheckTest {
    private static final Set<String> KNOWN = Set.of("limit", "cursor");

    @Test
    void letsKnownParametersPass() {
        for (String query : new String[] {null, "", "limit=5", "cursor=a%3Db&limit=5", "&limit="}) {
            assertThatCode(() -> QueryCheck.onlyKnown(query, KNOWN)).doesNotThrowAnyException();
        }
    }

    @Test
    void namesEveryUnknownAndRepeatedOneAtOnce() {
        assertThat(faults("q=x&limit=1&%74enant=acme&limit=2&Cursor=a&=b"))
                .containsExactly(
                        "q unknown_parameter",
                        "limit repeated",
                        "tenant unknown_parameter",
                        "Cursor unknown_parameter",
                        " unknown_parameter");
    }

    @Test
    void saysWhatIsAllowed() {
        assertThat(problem("q=x", KNOWN).errors().getFirst().allowed())
                .isEqualTo("any of cursor, limit");
        assertThat(problem("q=x", Set.of()).errors().getFirst().allowed())
                .isEqualTo("no parameters");
        assertThat(problem("q=x", KNOWN).code()).isEqualTo(ErrorCode.UNKNOWN_PARAMETER);
        assertThat(problem("q=x&r=y", KNOWN).status()).isEqualTo(400);
    }

    @Test
    void showsNamesShortAndWithoutControlCharacters() {
        assertThat(faults("a%00%0Ab=1")).containsExactly("a??b unknown_parameter");
        assertThat(problem("x".repeat(500) + "=1", KNOWN).errors().getFirst().field()).hasSize(60);
        assertThat(faults("%zz=1")).containsExactly("%zz unknown_parameter");
    }

    private static List<String> faults(String query) {
        return problem(query, KNOWN).errors().stream()
                .map(error -> error.field() + " " + error.code())
                .toList();
    }

    private static Problem problem(String query, Set<String> known) {
        return catchThrowableOfType(
                        ProblemException.class, () -> QueryCheck.onlyKnown(query, known))
                .problem();
    }
}
