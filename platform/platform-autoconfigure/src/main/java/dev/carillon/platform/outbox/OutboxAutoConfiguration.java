package dev.carillon.platform.outbox;

import dev.carillon.outbox.Outbox;
import dev.carillon.outbox.OutboxSchema;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/// The outbox of a service that has platform-outbox on its class path and one data source: tables, [Outbox] and
/// [TransactionalOutbox].
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({Outbox.class, DataSource.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxAutoConfiguration {
    /// The outbox, its tables brought to this version first, behind the service's own migrations.
    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Outbox outbox(DataSource dataSource, OutboxProperties properties) {
        String schema = schema(dataSource, properties);
        OutboxSchema.migrate(dataSource, schema, properties.partitionsAhead());
        return new Outbox(schema, properties.maxRecordSize().toBytes());
    }

    @Bean
    @ConditionalOnMissingBean
    TransactionalOutbox transactionalOutbox(Outbox outbox, DataSource dataSource) {
        return new TransactionalOutbox(outbox, dataSource);
    }

    private static String schema(DataSource dataSource, OutboxProperties properties) {
        if (properties.schema() != null) {
            return properties.schema();
        }
        try (Connection connection = dataSource.getConnection()) {
            String current = connection.getSchema();
            if (current == null) {
                throw new IllegalStateException(
                        "The connection has no current schema; set carillon.outbox.schema");
            }
            return current;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the connection's schema", e);
        }
    }
}
