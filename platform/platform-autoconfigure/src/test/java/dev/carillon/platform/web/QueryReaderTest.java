package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryReaderTest {
    private final QueryReader reader = new QueryReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x10",
                "#10",
                "010",
                "+5",
                "-5",
                " 5",
                "5 ",
                "1e2",
                "5.0",
                "1_0",
                "٥",
                "5L",
                "0",
                "101",
                "4294967297",
                "99999999999999999999",
                "",
                "all"
            })
    void readsALimitInOneFormOnly(String text) {
        assertThat(reader.limit(text, 20)).isEqualTo(20);
        assertThat(faults(reader))
                .containsExactly("limit invalid_limit: a whole number from 1 to 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "1", "0", "TRUE", "True", " true", "no", "t", ""})
    void readsAFlagInOneFormOnly(String text) {
        reader.flag("only_new", text);
        assertThat(faults(reader))
                .containsExactly("only_new invalid_parameter: one of true, false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1767225600000",
                "today",
                "2026-01-31",
                "Sat, 31 Jan 2026 09:00:00 GMT",
                ""
            })
    void readsAnInstantInOneFormOnly(String text) {
        assertThat(reader.instant("from", text, "an instant", instant -> true)).isNull();
        assertThat(faults(reader)).containsExactly("from invalid_instant: an instant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                " 00000000-0000-0000-0000-000000000001",
                "0000000-00000-0000-0000-000000000001",
                "00000000000000000000000000000001",
                ""
            })
    void readsAnIdInOneFormOnly(String text) {
        assertThat(reader.id("id", text)).isNull();
        assertThat(faults(reader)).containsExactly("id invalid_parameter: a UUID");
    }

    @Test
    void readsWhatIsRight() {
        assertThat(reader.limit("1", 20)).isEqualTo(1);
        assertThat(reader.limit("100", 20)).isEqualTo(100);
        assertThat(reader.limit(null, 20)).isEqualTo(20);
        assertThat(reader.limit("500", 20, 500)).isEqualTo(500);
        assertThat(reader.flag("only_new", "true")).isTrue();
        assertThat(reader.flag("only_new", "false")).isFalse();
        assertThat(reader.flag("only_new", null)).isFalse();
        UUID id = new UUID(0xA, 1);
        assertThat(reader.id("id", id.toString().toUpperCase(java.util.Locale.ROOT))).isEqualTo(id);
        assertThat(reader.instant("to", "1970-01-01T01:00:00+01:00", "", instant -> true))
                .isEqualTo(Instant.EPOCH);
        assertThatCode(reader::check).doesNotThrowAnyException();
    }

    @Test
    void namesUnknownAndUnreadableParametersInOneAnswer() {
        QueryReader query =
                new QueryReader(
                        QueryCheck.faults("q=x&limit=0&state=gone", Set.of("limit", "state")));
        query.limit("0", 20);
        query.oneOf("state", "gone", List.of("dead"));
        query.position("x", "list", Long::valueOf);
        assertThat(faults(query))
                .containsExactly(
                        "q unknown_parameter: any of limit, state",
                        "limit invalid_limit: a whole number from 1 to 100",
                        "state invalid_parameter: one of dead",
                        "cursor invalid_cursor: a next_cursor of the same list and recipient");
    }

    private static List<String> faults(QueryReader reader) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, reader::check);
        assertThat(refused.problem().status()).isEqualTo(400);
        return refused.problem().errors().stream()
                .map(error -> error.field() + " " + error.code() + ": " + error.allowed())
                .toList();
    }
}
