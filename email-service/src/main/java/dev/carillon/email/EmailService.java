package dev.carillon.email;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The email service. It turns `email` records into emails: renders them, checks the quota, sends them, and reports the
/// outcome of each.
@SpringBootApplication
public class EmailService {
    public static void main(String[] arguments) {
        SpringApplication.run(EmailService.class, arguments);
    }
}
