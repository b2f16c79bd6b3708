package dev.carillon.email;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Turns `email` records into mails: renders, keeps the quota, sends, and tells what became of each.
@SpringBootApplication
public class EmailService {
    public static void main(String[] arguments) {
        SpringApplication.run(EmailService.class, arguments);
    }
}
