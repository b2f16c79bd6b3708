package dev.carillon.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The API service.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NotificationApi {
    /// Starts the service.
    public static void main(String[] arguments) {
        SpringApplication.run(NotificationApi.class, arguments);
    }
}
