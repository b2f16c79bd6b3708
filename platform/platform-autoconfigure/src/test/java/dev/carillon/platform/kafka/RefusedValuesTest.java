package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

class RefusedValuesTest {
    @Test
    void areAtFaultWhereTheyWouldBeRefusedForEver() {
        assertThat(RefusedValues.isFault(new DataIntegrityViolationException("too long"))).isTrue();
        assertThat(RefusedValues.isFault(database("54000"))).isTrue();
        assertThat(RefusedValues.isFault(new IllegalArgumentException("no such form"))).isTrue();
    }

    @Test
    void areNotAtFaultWhereTheDatabaseIs() {
        assertThat(RefusedValues.isFault(database("53200"))).isFalse();
        assertThat(RefusedValues.isFault(database("08006"))).isFalse();
        assertThat(RefusedValues.isFault(new QueryTimeoutException("slow"))).isFalse();
        assertThat(RefusedValues.isFault(new CannotCreateTransactionException("away"))).isFalse();
        assertThat(RefusedValues.isFault(new PublishInterruptedException(null))).isFalse();
    }

    private static DataAccessResourceFailureException database(String state) {
        return new DataAccessResourceFailureException("refused", new SQLException("no", state));
    }
}
