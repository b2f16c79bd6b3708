package dev.carillon.digest.deferral;

import dev.carillon.platform.kafka.ListenerConventions;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.support.converter.MessagingMessageConverter;

/// What keeps the binding from its defaults, which would log a failed record and pass it, and start too early.
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    private static final String LIFECYCLE = "inputBindingLifecycle";

    @Bean
    static BeanDefinitionRegistryPostProcessor lateBindings() {
        return registry -> {
            registry.removeBeanDefinition(LIFECYCLE);
            registry.registerBeanDefinition(
                    LIFECYCLE,
                    BeanDefinitionBuilder.rootBeanDefinition(LateBindings.class)
                            .addDependsOn("bindingService")
                            .getBeanDefinition());
        };
    }

    /// Hands the record itself along, so that a dead letter can keep it whole.
    @Bean
    MessagingMessageConverter rawRecordConverter() {
        MessagingMessageConverter converter = new MessagingMessageConverter();
        converter.setRawRecordHeader(true);
        return converter;
    }

    /// Bindings keep the rules of every listener: nothing is skipped, the first start has a place, loss is told.
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<String, byte[]>> bindings(
            ListenerConventions conventions) {
        return (container, destination, group) -> conventions.records(container);
    }
}
