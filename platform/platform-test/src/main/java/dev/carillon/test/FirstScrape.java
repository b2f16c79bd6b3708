package dev.carillon.test;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/// The answer of `/actuator/prometheus` when the service under test had just become ready and had not handled anything.
/// Every test of a context can read it, whatever ran before.
public record FirstScrape(String text) {
    private static final String NAME = "firstScrape";

    /// The scrape of the service in the context.
    public static FirstScrape of(ApplicationContext context) {
        return context.getBean(NAME, FirstScrape.class);
    }

    /// Takes the scrape; registered in `META-INF/spring.factories`.
    static final class Taker implements ApplicationListener<ApplicationReadyEvent> {
        @Override
        public void onApplicationEvent(ApplicationReadyEvent ready) {
            ConfigurableApplicationContext context = ready.getApplicationContext();
            if (!context.getBeanFactory().containsSingleton(NAME)) {
                context.getBeanProvider(PrometheusMeterRegistry.class)
                        .ifAvailable(registry ->
                                context.getBeanFactory()
                                        .registerSingleton(
                                                NAME, new FirstScrape(registry.scrape())));
            }
        }
    }
}
