package dev.carillon.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.test.ProductionStart;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionStartTest {
    @ParameterizedTest
    @CsvSource({
        "carillon.security.secret, a secret of at least thirty-two characters",
        "carillon.security.issuer, carillon-local",
        "carillon.gateway.token-in-query, yes",
    })
    void aSettingOfLocalModeStopsItBeforeItConnectsToAnything(String key, String value) {
        ProductionStart.Refused refused =
                ProductionStart.of(DigestScheduler.class, Map.of(key, value));

        assertThat(refused.said())
                .contains("APPLICATION FAILED TO START", key, "is for carillon.mode=local only")
                .contains("Action:", "set carillon.mode=local")
                .doesNotContain("thirty-two", "\tat ");
        assertThat(refused.connected()).isFalse();
    }
}
