package dev.carillon.outbox;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/// The database address of the relay. It must be direct, never through a transaction pooler, because lock and
/// replication belong to a session.
///
/// @param url `jdbc:postgresql://host:port/database?…`, a single host
/// @param username a role with REPLICATION that owns the outbox tables
/// @param password never logged
public record DatabaseAddress(String url, String username, String password) {
    private static final List<String> ENCRYPTION = List.of("ssl", "gss", "krb", "jaas", "channel");

    /// @throws IllegalArgumentException when the URL is not a PostgreSQL URL with a single host
    public DatabaseAddress {
        URI server = server(url);
        if (!"postgresql".equals(server.getScheme()) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "The relay follows one primary: it needs jdbc:postgresql://host:port/database with a single host");
        }
    }

    /// Opens a connection outside any pool.
    ///
    /// @param socketTimeout how long an answer may take; zero for no limit
    Connection open(String purpose, Duration socketTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "carillon-outbox-" + purpose);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        return DriverManager.getConnection(url, properties);
    }

    /// Sets the address as Debezium properties.
    void describeTo(Properties properties) {
        URI server = server(url);
        String name = server.getPath() == null ? "" : server.getPath().replaceFirst("/", "");
        properties.setProperty("database.hostname", server.getHost());
        properties.setProperty(
                "database.port", Integer.toString(server.getPort() < 0 ? 5432 : server.getPort()));
        properties.setProperty("database.dbname", name.isEmpty() ? username : name);
        properties.setProperty("database.user", username);
        properties.setProperty("database.password", password);
        String query = server.getQuery() == null ? "" : server.getQuery();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && ENCRYPTION.stream().anyMatch(parameter::startsWith)) {
                properties.setProperty(
                        "driver." + parameter.substring(0, equals),
                        parameter.substring(equals + 1));
            }
        }
    }

    private static URI server(String url) {
        return URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "DatabaseAddress[" + url.replaceAll("\\?.*", "") + ", " + username + "]";
    }
}
