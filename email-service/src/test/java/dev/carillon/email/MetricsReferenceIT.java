package dev.carillon.email;

import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class MetricsReferenceIT extends EmailContext {
    @Autowired private ApplicationContext context;

    @Test
    void everyDocumentedMetricIsThereFromTheStart() {
        MetricsReference.check(EmailService.class, "email-service", FirstScrape.of(context));
    }
}
