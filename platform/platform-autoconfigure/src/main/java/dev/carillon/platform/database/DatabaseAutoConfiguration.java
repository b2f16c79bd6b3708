package dev.carillon.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Waits for Postgres, checks its durability settings, and gives migrations unlimited time.
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({HikariDataSource.class, DataSourceAutoConfiguration.class})
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseAutoConfiguration {
    /// Static, and its settings are bound by hand, because a bean post-processor must not create other beans early.
    @Bean
    static PostgresWait postgresWait(Environment environment) {
        return new PostgresWait(
                Binder.get(environment)
                        .bindOrCreate("carillon.database", DatabaseSettings.class)
                        .waitFor());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FlywayConfigurationCustomizer.class)
    static class Migrations {
        @Bean
        FlywayConfigurationCustomizer patientMigrations() {
            return configuration -> {
                DataSource database = configuration.getDataSource();
                if (database != null) {
                    configuration.dataSource(new PatientDataSource(database));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class Durability {
        @Bean("durability")
        @ConditionalOnBean(DataSource.class)
        DurabilityHealth durability(DataSource database) {
            return new DurabilityHealth(database);
        }
    }
}
