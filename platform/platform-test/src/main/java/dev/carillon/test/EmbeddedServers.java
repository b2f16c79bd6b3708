package dev.carillon.test;

import dev.carillon.embedded.CarillonDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// One Kafka, one Postgres and one Redis for all tests of a JVM, each started at its first use: processes of this
/// machine, or containers if the system property `test.servers` is `containers` (Maven profile `testcontainers`).
public final class EmbeddedServers {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedServers() {}

    /// The Kafka of this JVM.
    public static TestServers.Kafka kafka() {
        return Holder.SERVERS.kafka();
    }

    /// The Redis of this JVM.
    public static TestServers.Redis redis() {
        return Holder.SERVERS.redis();
    }

    /// A new database with every service's role and schema, to be used with the role of `schema`.
    public static FreshDatabase freshDatabase(String schema) {
        String name = "carillon_test_" + DATABASES.incrementAndGet();
        try {
            CarillonDatabase.create(Holder.SERVERS.postgres(), name);
        } catch (SQLException failure) {
            throw new IllegalStateException("the test's database cannot be created", failure);
        }
        return new FreshDatabase(name, schema);
    }

    /// A database for one test or one Spring context.
    ///
    /// @param name of the database
    /// @param schema whose role the URL is for
    public record FreshDatabase(String name, String schema) {
        /// The JDBC URL, with the schema as the current one.
        public String url() {
            return Holder.SERVERS.postgres().jdbcUrl(name) + "?currentSchema=" + schema;
        }

        /// The schema's role.
        public String username() {
            return CarillonDatabase.role(schema);
        }

        /// The role's password.
        public String password() {
            return CarillonDatabase.PASSWORD;
        }
    }

    private static final class Holder {
        static final TestServers SERVERS = TestServers.chosen();
    }
}
