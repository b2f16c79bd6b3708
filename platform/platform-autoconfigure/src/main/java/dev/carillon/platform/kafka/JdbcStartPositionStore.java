package dev.carillon.platform.kafka;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/// Start positions in a table of the service's own schema. The table is created at the first use. Reads use its primary
/// key.
final class JdbcStartPositionStore implements StartPositionStore {
    private static final String TABLE =
            """
            create table if not exists carillon_start_position (
                group_id text not null,
                topic text not null,
                topic_partition integer not null,
                start_offset bigint not null,
                started_at timestamptz not null default now(),
                primary key (group_id, topic, topic_partition))
            """;

    private static final String FIND =
            """
            select start_offset from carillon_start_position
            where group_id = ? and topic = ? and topic_partition = ?
            """;

    private static final String STORE =
            """
            insert into carillon_start_position (group_id, topic, topic_partition, start_offset)
            values (?, ?, ?, ?) on conflict do nothing
            """;

    private final DataSource database;
    private volatile boolean prepared;

    JdbcStartPositionStore(DataSource database) {
        this.database = database;
    }

    @Override
    public OptionalLong find(String group, TopicPartition partition) {
        try (Connection connection = connection();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            bind(find, group, partition);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException fault) {
            throw new IllegalStateException(
                    "could not read start positions from the database", fault);
        }
    }

    @Override
    public void store(String group, TopicPartition partition, long offset) {
        try (Connection connection = connection();
                PreparedStatement store = connection.prepareStatement(STORE)) {
            bind(store, group, partition);
            store.setLong(4, offset);
            store.executeUpdate();
        } catch (SQLException fault) {
            throw new IllegalStateException(
                    "could not store start positions in the database", fault);
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = database.getConnection();
        if (!prepared) {
            try (Statement statement = connection.createStatement()) {
                // replicas that start together would both try to create the table
                statement.execute("select pg_advisory_lock(hashtext('carillon_start_position'))");
                try {
                    statement.execute(TABLE);
                } finally {
                    statement.execute(
                            "select pg_advisory_unlock(hashtext('carillon_start_position'))");
                }
                prepared = true;
            } catch (SQLException fault) {
                connection.close();
                throw fault;
            }
        }
        return connection;
    }

    private static void bind(PreparedStatement statement, String group, TopicPartition partition)
            throws SQLException {
        statement.setString(1, group);
        statement.setString(2, partition.topic());
        statement.setInt(3, partition.partition());
    }
}
