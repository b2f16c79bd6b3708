package dev.carillon.platform.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// The database and schema of the outbox.
record OutboxPlace(String database, String schema) {
    static OutboxPlace of(DataSource dataSource, OutboxProperties properties) {
        try (Connection connection = dataSource.getConnection()) {
            String schema =
                    properties.schema() == null ? connection.getSchema() : properties.schema();
            if (schema == null) {
                throw new IllegalStateException(
                        "The connection has no current schema; set carillon.outbox.schema");
            }
            return new OutboxPlace(connection.getCatalog(), schema);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Could not read the outbox's database and schema from the connection", e);
        }
    }
}
