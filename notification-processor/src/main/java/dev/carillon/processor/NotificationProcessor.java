package dev.carillon.processor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The processor service. It evaluates rules, decides who is notified on which channel, and publishes the results.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NotificationProcessor {
    public static void main(String[] arguments) {
        SpringApplication.run(NotificationProcessor.class, arguments);
    }
}
