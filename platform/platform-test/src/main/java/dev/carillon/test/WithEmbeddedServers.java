package dev.carillon.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// For a Spring Boot test: the context runs in local mode with this JVM's Kafka, Postgres and Redis, with its own
/// database and topic prefix, and on free ports.
///
/// Tests with the same annotation and configuration share one context. Properties of the test itself
/// (`@SpringBootTest(properties = …)`) have precedence.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface WithEmbeddedServers {
    /// The schema whose role the context's data source uses; empty for a service without a database.
    String schema() default "";
}
