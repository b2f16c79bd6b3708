package dev.carillon.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

@ApiOnRealServers
class MigrationsIT {
    @Autowired HikariDataSource pool;
    @Autowired Flyway flyway;

    /// The index of a large table takes more than the minute that an answer may take else.
    @Test
    void takeAsLongAsTheyTake() throws Exception {
        assertThat(patienceMillis(pool)).isEqualTo(60_000);
        assertThat(patienceMillis(flyway.getConfiguration().getDataSource())).isZero();
    }

    /// The embedded server would take any.
    @Test
    void logInWithThePoolsPassword() {
        assertThat(flyway.getConfiguration().getDataSource())
                .isInstanceOfSatisfying(
                        SimpleDriverDataSource.class,
                        migrations -> {
                            assertThat(migrations.getUrl()).isEqualTo(pool.getJdbcUrl());
                            assertThat(migrations.getUsername()).isEqualTo(pool.getUsername());
                            assertThat(migrations.getPassword())
                                    .isNotEmpty()
                                    .isEqualTo(pool.getPassword());
                        });
    }

    private static int patienceMillis(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }
}
