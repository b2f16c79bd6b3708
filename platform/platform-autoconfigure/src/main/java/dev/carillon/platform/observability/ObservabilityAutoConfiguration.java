package dev.carillon.platform.observability;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/// Traces of requests. `CarillonDefaults` sets formats, endpoints and health groups.
@AutoConfiguration
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
}
