package dev.carillon.processor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The processor service.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NotificationProcessor {
    /// Starts the service.
    public static void main(String[] arguments) {
        SpringApplication.run(NotificationProcessor.class, arguments);
    }
}
