package dev.carillon.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Waits for Postgres when the pool is created, so before Flyway, JPA or anything else uses it. A wrong password or a
/// missing database fails at once, because waiting would not help.
final class PostgresWait implements BeanPostProcessor {
    private static final Logger log = LoggerFactory.getLogger(PostgresWait.class);

    /// SQLSTATE classes that waiting does not fix: invalid authorization, invalid catalog name.
    private static final Set<String> FINAL = Set.of("28", "3D");

    private final Duration longest;

    PostgresWait(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
                && pool.getJdbcUrl() != null
                && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            await(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        }
        return bean;
    }

    private void await(String url, String username, String password) {
        Properties login = new Properties();
        if (username != null) {
            login.setProperty("user", username);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        login.setProperty("loginTimeout", "5");
        long until = System.nanoTime() + longest.toNanos();
        for (int attempt = 0; ; attempt++) {
            try (Connection connection = DriverManager.getConnection(url, login)) {
                log.debug("Postgres answers: {}", connection);
                return;
            } catch (SQLException fault) {
                String where = withoutParameters(url);
                if (fault.getSQLState() != null
                        && FINAL.contains(fault.getSQLState().substring(0, 2))) {
                    throw new DatabaseUnavailableException(
                            "Postgres at "
                                    + where
                                    + " rejected the connection: "
                                    + fault.getMessage(),
                            fault);
                }
                if (System.nanoTime() >= until) {
                    throw new DatabaseUnavailableException(
                            "Postgres at "
                                    + where
                                    + " (spring.datasource.url) did not answer for "
                                    + longest.toSeconds()
                                    + " s: "
                                    + fault.getMessage(),
                            fault);
                }
                if (attempt % 10 == 0) {
                    log.warn(
                            "Postgres at {} (spring.datasource.url) does not answer: {}; waiting for it",
                            where,
                            fault.getMessage());
                }
                pause(fault);
            }
        }
    }

    private static void pause(SQLException fault) {
        try {
            Thread.sleep(500);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("stopped while waiting for Postgres", fault);
        }
    }

    /// Without parameters, because they may contain a password.
    static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }
}
