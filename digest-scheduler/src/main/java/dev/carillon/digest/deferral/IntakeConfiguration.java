package dev.carillon.digest.deferral;

import dev.carillon.platform.kafka.ListenerConventions;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.support.converter.MessagingMessageConverter;

/// Replaces unsuitable defaults of the binding: it would log and skip a failed record, and start too early.
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

    /// Passes the consumer record itself, so that a dead letter can contain it unchanged.
    @Bean
    MessagingMessageConverter rawRecordConverter() {
        MessagingMessageConverter converter = new MessagingMessageConverter();
        converter.setRawRecordHeader(true);
        return converter;
    }

    /// Applies the rules of all listeners to the binding: no record is skipped, the first start has a stored position,
    /// and lost records raise an alarm.
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<String, byte[]>> bindings(
            ListenerConventions conventions) {
        return (container, destination, group) -> conventions.records(container);
    }
}
