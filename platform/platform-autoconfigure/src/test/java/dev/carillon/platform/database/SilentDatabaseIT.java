package dev.carillon.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.carillon.platform.ServiceIT;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/// A database server whose machine disappeared: no byte arrives any more, not even the end of the connection.
@ServiceIT
class SilentDatabaseIT {
    private static final String ANSWER = "socketTimeout";

    @Autowired HikariDataSource pool;

    @Test
    void isGivenUpAfterAMinute() {
        assertThat(pool.getDataSourceProperties())
                .containsEntry(ANSWER, "60")
                .containsEntry("connectTimeout", "10")
                .containsEntry("tcpKeepAlive", "true");
    }

    @Test
    void endsWhatNobodyWaitsForAnyMore() {
        JdbcTemplate jdbc = new JdbcTemplate(pool);

        assertThat(jdbc.queryForObject("show idle_in_transaction_session_timeout", String.class))
                .isEqualTo("5s");
        assertThat(jdbc.queryForObject("show client_connection_check_interval", String.class))
                .isEqualTo("10s");
    }

    @Test
    void isWaitedForByMigrationsAlone() throws Exception {
        try (Connection migrating = new PatientDataSource(pool).getConnection()) {
            assertThat(migrating.getNetworkTimeout()).isZero();
        }

        // take all connections of the pool at once, so that the returned one is among them
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                all.add(pool.getConnection());
            }
            for (Connection connection : all) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    @Test
    void isGivenUpAndAskedAgainOverANewConnection() throws Exception {
        URI server = URI.create(pool.getJdbcUrl().substring("jdbc:".length()));
        try (Relay relay = new Relay(server.getHost(), server.getPort());
                HikariDataSource behind = behind(relay)) {
            JdbcTemplate jdbc = new JdbcTemplate(behind);
            assertThat(jdbc.queryForObject("select 1", Integer.class)).isEqualTo(1);

            relay.swallow(true);
            assertThatThrownBy(() -> jdbc.queryForObject("select 2", Integer.class))
                    .isInstanceOf(DataAccessResourceFailureException.class);

            relay.swallow(false);
            assertThat(jdbc.queryForObject("select 3", Integer.class)).isEqualTo(3);
        }
    }

    /// The pool of a service, with timeouts of only seconds.
    private HikariDataSource behind(Relay relay) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(pool.getJdbcUrl().replaceFirst(":\\d+/", ":" + relay.port() + "/"));
        config.setUsername(pool.getUsername());
        config.setPassword(pool.getPassword());
        config.setMaximumPoolSize(1);
        Properties driver = new Properties();
        driver.putAll(pool.getDataSourceProperties());
        driver.setProperty(ANSWER, "3");
        config.setDataSourceProperties(driver);
        return new HikariDataSource(config);
    }

    /// A proxy that drops everything that the server sends while the test wants it.
    private static final class Relay implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicBoolean swallows = new AtomicBoolean();

        Relay(String host, int port) throws IOException {
            Thread.ofVirtual().start(() -> accept(host, port));
        }

        int port() {
            return door.getLocalPort();
        }

        void swallow(boolean now) {
            swallows.set(now);
        }

        private void accept(String host, int port) {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    Socket server = new Socket(host, port);
                    Thread.ofVirtual().start(() -> pass(client, server, false));
                    Thread.ofVirtual().start(() -> pass(server, client, true));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void pass(Socket from, Socket to, boolean isAnswer) {
            byte[] bytes = new byte[8_192];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (!(isAnswer && swallows.get())) {
                        out.write(bytes, 0, n);
                    }
                }
            } catch (IOException ended) {
                // when one side closes, the other is closed too
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
