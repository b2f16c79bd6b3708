package dev.carillon.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LostConnectionsTest {
    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "08003, true",
        "25P03, true",
        "57P01, true",
        "53300, true",
        "25P02, false",
        "57014, false",
        "42601, false",
        // from the pool, which closed a broken connection before the rollback
        ", true"
    })
    void findsTheStateUnderWhateverWasMadeOfIt(String state, boolean lost) {
        Throwable fault =
                new IllegalStateException(
                        "Unable to rollback",
                        new RuntimeException(new SQLException("the connection is gone", state)));

        assertThat(LostConnections.isCauseOf(fault)).isEqualTo(lost);
    }
}
