package dev.carillon.digest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The service that sends later: digests at each person's own time, the end of quiet hours, and what the mail quota refused.
@SpringBootApplication
@ConfigurationPropertiesScan
public class DigestScheduler {
    public static void main(String[] args) {
        SpringApplication.run(DigestScheduler.class, args);
    }
}
