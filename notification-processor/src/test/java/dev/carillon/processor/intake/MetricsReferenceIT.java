package dev.carillon.processor.intake;

import dev.carillon.processor.NotificationProcessor;
import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class MetricsReferenceIT extends ProcessorTest {
    @Autowired private ApplicationContext context;

    @Test
    void everyDocumentedMetricIsThereFromTheStart() {
        MetricsReference.check(
                NotificationProcessor.class, "notification-processor", FirstScrape.of(context));
    }
}
