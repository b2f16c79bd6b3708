package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(Map<String, String> environment, String... arguments) {
        return Arguments.parse(
                List.of(arguments), Set.of("fresh"), Set.of("api-port", "set"), environment);
    }

    @Test
    void anOptionOverridesTheEnvironmentAndThatTheDefault() {
        Map<String, String> environment = Map.of("CARILLON_API_PORT", "9001");
        assertThat(parse(environment, "--api-port", "9002").port("api-port", 8080)).isEqualTo(9002);
        assertThat(parse(environment, "--api-port=9003").port("api-port", 8080)).isEqualTo(9003);
        assertThat(parse(environment).port("api-port", 8080)).isEqualTo(9001);
        assertThat(parse(Map.of()).port("api-port", 8080)).isEqualTo(8080);
    }

    @Test
    void keepsEveryValueOfARepeatedOption() {
        Arguments arguments = parse(Map.of(), "--set", "a=1", "--fresh", "--set=b=2", "rest");
        assertThat(arguments.options("set")).containsExactly("a=1", "b=2");
        assertThat(arguments.has("fresh")).isTrue();
        assertThat(arguments.rest()).containsExactly("rest");
    }

    @Test
    void namesTheFaultAndTheValidOptions() {
        assertThatThrownBy(() -> parse(Map.of(), "--bogus"))
                .hasMessage("Unknown option --bogus. Options: --api-port, --fresh, --set.");
        assertThatThrownBy(() -> parse(Map.of(), "--set")).hasMessage("--set needs a value.");
        assertThatThrownBy(() -> parse(Map.of(), "--api-port", "much").port("api-port", 1))
                .hasMessage("--api-port must be a port, 1 to 65535, but is \"much\".");
        assertThatThrownBy(() -> parse(Map.of("CARILLON_API_PORT", "0")).port("api-port", 1))
                .hasMessageContaining("but is \"0\"");
    }
}
