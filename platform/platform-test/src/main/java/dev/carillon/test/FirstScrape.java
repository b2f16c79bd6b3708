package dev.carillon.test;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/// What `/actuator/prometheus` answered when the service under test had just become ready and had handled nothing. Every test of a
/// context finds it there, whatever ran before.
public record FirstScrape(String text) {
    private static final String NAME = "firstScrape";

    /// The scrape of the service that runs in the context.
    public static FirstScrape of(ApplicationContext context) {
        return context.getBean(NAME, FirstScrape.class);
    }

    /// Takes the scrape; `META-INF/spring.factories` names it.
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
