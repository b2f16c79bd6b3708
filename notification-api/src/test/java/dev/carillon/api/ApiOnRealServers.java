package dev.carillon.api;

import dev.carillon.test.WithEmbeddedServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/// The Spring context that all integration tests share, with the types of `src/test/resources/types`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = NotificationApi.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "carillon.types.directories=" + ApiOnRealServers.TYPES,
            "carillon.types.reload-interval=100ms"
        })
@WithEmbeddedServers(schema = "api")
public @interface ApiOnRealServers {
    /// The directory of types. A test may change it and must restore it.
    String TYPES = "target/test-classes/types";
}
