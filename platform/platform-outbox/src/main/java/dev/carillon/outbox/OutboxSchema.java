package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables of the outbox, with a Flyway history of their own (`outbox_schema_history`).
public final class OutboxSchema {
    static final String TABLE = "outbox";
    static final String STATE_TABLE = "outbox_relay";

    private OutboxSchema() {}

    /// Migrates the schema to this version and creates the partitions of today and the days ahead. Several services may
    /// call it at once.
    ///
    /// @param schema the schema of the service that owns the outbox; must exist or be creatable
    /// @param daysAhead number of days beyond today for which partitions are created, at least 1
    public static void migrate(DataSource dataSource, String schema, int daysAhead) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(Identifiers.checked("schema", schema))
                .table("outbox_schema_history")
                .locations("classpath:dev/carillon/outbox/migration")
                .placeholders(Map.of("schema", schema, "publication", publication(schema)))
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        try (Connection connection = dataSource.getConnection()) {
            Partitions partitions = new Partitions(schema, daysAhead, Clock.systemUTC());
            partitions.createAhead(connection);
            if (partitions.daysReady(connection) < 0) {
                throw new IllegalStateException(
                        "The outbox has no partition for today because a transaction holds a lock on the table");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not create the partitions of the outbox", e);
        }
    }

    /// The same, with partitions for a week ahead.
    public static void migrate(DataSource dataSource, String schema) {
        migrate(dataSource, schema, 7);
    }

    /// The publication that this schema's relay reads.
    static String publication(String schema) {
        return schema + "_outbox";
    }
}
