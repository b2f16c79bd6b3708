package dev.carillon.platform.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/// Traces of requests, and metrics of health and clock. `CarillonDefaults` sets formats, endpoints and health groups.
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@EnableConfigurationProperties(LoggingSettings.class)
public class ObservabilityAutoConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {
        @Bean
        FilterRegistrationBean<TraceFilter> traceFilter() {
            FilterRegistrationBean<TraceFilter> filter =
                    new FilterRegistrationBean<>(new TraceFilter());
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
            return filter;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, HealthEndpoint.class})
    static class Metrics {
        /// Prometheus compares it with its own clock: a wrong clock shows in every instant that the service writes.
        @Bean
        MeterBinder clockMetrics(Clock clock) {
            return meters ->
                    Gauge.builder("carillon.clock", () -> clock.millis() / 1000.0)
                            .baseUnit("seconds")
                            .description("The clock of this process: seconds since 1970")
                            .register(meters);
        }

        @Bean
        @ConditionalOnBean({HealthEndpoint.class, MeterRegistry.class})
        HealthMetrics healthMetrics(HealthEndpoint endpoint, MeterRegistry meters) {
            return new HealthMetrics(() -> components(endpoint), meters);
        }

        private static Map<String, Status> components(HealthEndpoint endpoint) {
            Map<String, Status> statuses = new TreeMap<>();
            Map<String, HealthDescriptor> components =
                    endpoint.health() instanceof CompositeHealthDescriptor health
                            ? health.getComponents()
                            : null;
            if (components != null) {
                components.forEach((name, component) -> statuses.put(name, component.getStatus()));
            }
            return statuses;
        }
    }
}
