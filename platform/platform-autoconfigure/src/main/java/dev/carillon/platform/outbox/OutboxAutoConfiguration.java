package dev.carillon.platform.outbox;

import dev.carillon.outbox.Outbox;
import dev.carillon.outbox.OutboxSchema;
import dev.carillon.platform.database.PatientDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/// The outbox of a service with platform-outbox on its class path and a single data source: tables, [Outbox] and
/// [TransactionalOutbox].
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({Outbox.class, DataSource.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxAutoConfiguration {
    @Bean
    @DependsOnDatabaseInitialization
    OutboxPlace outboxPlace(DataSource dataSource, OutboxProperties properties) {
        return OutboxPlace.of(dataSource, properties);
    }

    /// The outbox. Its tables are migrated first, after the service's own migrations.
    @Bean
    @ConditionalOnMissingBean
    Outbox outbox(DataSource dataSource, OutboxPlace place, OutboxProperties properties) {
        OutboxSchema.migrate(
                new PatientDataSource(dataSource), place.schema(), properties.partitionsAhead());
        return new Outbox(place.schema(), properties.maxRecordSize().toBytes());
    }

    @Bean
    @ConditionalOnMissingBean
    TransactionalOutbox transactionalOutbox(Outbox outbox, DataSource dataSource) {
        return new TransactionalOutbox(outbox, dataSource);
    }
}
