package dev.carillon.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The gateway service. Its public port is served by Netty; Spring's web server serves only health and metrics.
@SpringBootApplication
@ConfigurationPropertiesScan
public class RealtimeGateway {
    /// Starts the service.
    public static void main(String[] arguments) {
        SpringApplication.run(RealtimeGateway.class, arguments);
    }
}
