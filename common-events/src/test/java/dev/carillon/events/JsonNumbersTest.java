package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class JsonNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "18446744073709551615, 18446744073709551615",
        "9007199254740993, 9007199254740993",
        "-9223372036854775809, -9223372036854775809",
        "12345678.5, 12345678.5",
        "10000000.25, 10000000.25",
        "123456789012345678.25, 123456789012345678.25",
        "0.1234567890123456789012345678901234567890, 0.123456789012345678901234567890123456789",
        "0.0005, 0.0005",
        "5e-4, 0.0005",
        "1e10, 10000000000",
        "1E16, 10000000000000000",
        "1.5e3, 1500",
        "100.0, 100",
        "19.90, 19.9",
        "-0.0, 0",
        "0e999999999, 0",
        "7, 7"
    })
    void readsNumbersExactlyAndWritesThemAsPlainDecimals(String json, String expected) {
        Map<String, Object> read = object("{\"v\":" + json + "}");

        assertThat(text(EventJson.write(read))).isEqualTo("{\"v\":" + expected + "}");
        assertThat(JsonNumbers.plain((Number) read.get("v"))).isEqualTo(expected);
        JsonNode tree = EventJson.mapper().readTree("{\"v\":" + json + "}");
        assertThat(tree.get("v").decimalValue()).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "1e309",
                "1.8e308",
                "1e999999999",
                "-1e2147483647",
                "1e-341",
                "1e-999999999",
                "1e99999999999"
            })
    void refusesWhatIsBeyondADoubleAndNamesTheField(String number) {
        String json = "{\"a\":{\"list\":[1,{\"raw\":" + number + "}]}}";

        assertThatExceptionOfType(UnsuitableNumberException.class)
                .isThrownBy(() -> object(json))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("a.list[1].raw"));
    }

    @Test
    void namesTheFieldOfWhatTheParserCannotHold() {
        for (String number :
                List.of("1e99999999999", "7".repeat(1_001), "0." + "7".repeat(1_000))) {
            String json = "{\"a\":[{\"b\":" + number + "}]}";
            assertThatExceptionOfType(UnsuitableNumberException.class)
                    .isThrownBy(() -> object(json))
                    .satisfies(fault -> assertThat(fault.field()).isEqualTo("a[0].b"));
            assertThatExceptionOfType(UnsuitableNumberException.class)
                    .isThrownBy(() -> object("{\"b\":" + number + "}"))
                    .satisfies(fault -> assertThat(fault.field()).isEqualTo("b"));
        }
        for (String number : List.of("1e99999999999", "7".repeat(1_001))) {
            assertThatExceptionOfType(UnsuitableNumberException.class)
                    .isThrownBy(
                            () -> EventJson.mapper().readTree("{\"a\":[{\"b\":" + number + "}]}"))
                    .satisfies(fault -> assertThat(fault.field()).isEqualTo("a[0].b"));
        }
        assertThat(EventJson.mapper().readTree("null").isNull()).isTrue();
    }

    @Test
    void neverWritesOutWhatIsLongerThanTheMemory() {
        assertThat(JsonNumbers.plain(new BigDecimal("1e999999999"))).isEqualTo("1E+999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e"})
    void refusesWhatIsNoNumber(String number) {
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> object("{\"v\":" + number + "}"));
    }

    @Test
    void acceptsTheLargestAndTheSmallestDouble() {
        assertThat(JsonNumbers.isAllowed(BigDecimal.valueOf(Double.MAX_VALUE))).isTrue();
        assertThat(JsonNumbers.isAllowed(BigDecimal.valueOf(-Double.MAX_VALUE))).isTrue();
        assertThat(JsonNumbers.isAllowed(BigDecimal.valueOf(Double.MIN_VALUE))).isTrue();
        assertThat(JsonNumbers.isAllowed(new BigDecimal("4.940656458412465E-324"))).isTrue();
    }

    @Test
    void writesFloatingNumbersAsPlainDecimals() {
        assertThat(JsonNumbers.plain(1.23456785E7)).isEqualTo("12345678.5");
        assertThat(JsonNumbers.plain(0.1f)).isEqualTo("0.1");
        assertThat(JsonNumbers.plain(Double.NaN)).isEqualTo("NaN");
    }

    private static Map<String, Object> object(String json) {
        return EventJson.readObject(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
