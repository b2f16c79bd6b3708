package dev.carillon.platform.openapi;

import dev.carillon.openapi.Descriptions;
import dev.carillon.platform.config.CarillonProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

/// Each service serves its own description on its own port; notification-api serves all of them.
@AutoConfiguration
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class DescriptionsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Descriptions descriptions() {
        return new Descriptions();
    }

    @Bean
    DescriptionEndpoint descriptionEndpoint(
            Descriptions descriptions, CarillonProperties carillon) {
        return new DescriptionEndpoint(descriptions, carillon.serviceName());
    }
}
