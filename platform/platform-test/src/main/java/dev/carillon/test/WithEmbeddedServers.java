package dev.carillon.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a Spring Boot test: the context runs in local mode on this JVM's Kafka, Postgres and Redis, with a database and a
/// topic prefix of its own, and on free ports.
///
/// Tests with the same annotation and configuration share one context. What a test sets itself
/// (`@SpringBootTest(properties = …)`) goes before what this sets.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface WithEmbeddedServers {
    /// The schema whose role the context's data source uses; empty for a service without a database.
    String schema() default "";
}
