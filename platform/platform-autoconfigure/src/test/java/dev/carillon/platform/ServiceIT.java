package dev.carillon.platform;

import dev.carillon.platform.app.TestService;
import dev.carillon.test.WithEmbeddedServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/// The Spring context that all integration tests share.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = TestService.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "carillon.service=test-service",
            "carillon.web.body-timeout=5s",
            "spring.autoconfigure.exclude=dev.carillon.platform.outbox.OutboxRelayAutoConfiguration,dev.carillon.platform.outbox.OutboxAutoConfiguration"
        })
@WithEmbeddedServers(schema = "processor")
public @interface ServiceIT {}
