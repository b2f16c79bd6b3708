package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiOnRealServers
class MigrationsIT {
    @Autowired DataSource pool;
    @Autowired Flyway flyway;

    /// Building the index of a large table takes longer than the usual statement timeout of one minute.
    @Test
    void takeAsLongAsTheyTake() throws Exception {
        assertThat(patienceMillis(flyway.getConfiguration().getDataSource())).isZero();
        assertThat(patienceMillis(pool)).isEqualTo(60_000);
    }

    private static int patienceMillis(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }
}
