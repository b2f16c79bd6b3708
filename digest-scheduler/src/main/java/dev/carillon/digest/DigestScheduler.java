package dev.carillon.digest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The digest scheduler. It sends later: digests at each recipient's local time, notifications held back by quiet
/// hours, and emails that the quota refused.
@SpringBootApplication
@ConfigurationPropertiesScan
public class DigestScheduler {
    public static void main(String[] args) {
        SpringApplication.run(DigestScheduler.class, args);
    }
}
