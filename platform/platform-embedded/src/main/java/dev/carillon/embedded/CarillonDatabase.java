package dev.carillon.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The database of one Carillon installation: for each service a role, and a schema that the role owns and no other
/// role may use.
public final class CarillonDatabase {
    /// The password of every local role.
    public static final String PASSWORD = "carillon";

    /// The schemas; the role of each is `carillon_<schema>`.
    public static final List<String> SCHEMAS = List.of("api", "processor", "email", "digest");

    private CarillonDatabase() {}

    /// Creates the database, its roles and schemas if they are missing. Running it again changes nothing.
    ///
    /// The API's role may replicate, create publications and terminate a backend that holds its slot, because it runs
    /// the outbox relay.
    public static void create(EmbeddedPostgres postgres, String database) throws SQLException {
        create(postgres.address(), database);
    }

    /// The same, for a server in another process.
    public static void create(EmbeddedPostgres.Address postgres, String database)
            throws SQLException {
        try (Connection connection = postgres.connectAsSuperuser("postgres")) {
            for (String schema : SCHEMAS) {
                createRole(connection, schema);
            }
            if (!exists(
                    connection, "select 1 from pg_database where datname = '" + database + "'")) {
                execute(connection, "create database " + database);
            }
        }
        try (Connection connection = postgres.connectAsSuperuser(database)) {
            for (String schema : SCHEMAS) {
                String role = role(schema);
                execute(
                        connection,
                        "create schema if not exists " + schema + " authorization " + role);
                execute(
                        connection,
                        "alter role %s in database %s set search_path = %s"
                                .formatted(role, database, schema));
            }
            execute(connection, "grant create on database " + database + " to " + role("api"));
        }
    }

    /// Drops the database with all its content, and terminates its connections.
    public static void drop(EmbeddedPostgres.Address postgres, String database)
            throws SQLException {
        try (Connection connection = postgres.connectAsSuperuser("postgres")) {
            execute(connection, "drop database if exists " + database + " with (force)");
        }
    }

    /// The role that owns the schema.
    public static String role(String schema) {
        return "carillon_" + schema;
    }

    private static void createRole(Connection connection, String schema) throws SQLException {
        String role = role(schema);
        if (exists(connection, "select 1 from pg_roles where rolname = '" + role + "'")) {
            return;
        }
        execute(connection, "create role %s login password '%s'".formatted(role, PASSWORD));
        if (schema.equals("api")) {
            execute(connection, "alter role " + role + " replication");
            execute(connection, "grant pg_signal_backend to " + role);
        }
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
