package dev.carillon.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The gateway. Its public port is Netty's; Spring's web server has health and metrics only.
@SpringBootApplication
@ConfigurationPropertiesScan
public class RealtimeGateway {
    /// Starts the service.
    public static void main(String[] arguments) {
        SpringApplication.run(RealtimeGateway.class, arguments);
    }
}
