package dev.carillon.processor.intake;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.processor.ProcessorProperties;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListenerConfigurer;
import org.springframework.kafka.config.KafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistrar;
import org.springframework.kafka.config.MethodKafkaListenerEndpoint;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.util.ReflectionUtils;

/// The listeners of domain events and of requests. They are registered in code because the topics may be names or a
/// pattern. [IntakeGate] starts them.
@Configuration(proxyBeanMethods = false)
class Listeners implements KafkaListenerConfigurer {
    static final String DOMAIN_EVENTS = "notification-processor.domain-events";
    static final String REQUESTS = "notification-processor.requests";

    private final BeanFactory beans;

    Listeners(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void configureKafkaListeners(KafkaListenerEndpointRegistrar registrar) {
        ProcessorProperties properties = beans.getBean(ProcessorProperties.class);
        TopicNames topicNames = beans.getBean(TopicNames.class);
        KafkaListenerContainerFactory<?> factory =
                beans.getBean("carillonBatchListenerFactory", KafkaListenerContainerFactory.class);
        var events = endpoint(DOMAIN_EVENTS, "domainEvents");
        events.setConcurrency(properties.concurrency());
        switch (DomainEventTopics.of(properties.domainEvents(), topicNames)) {
            case DomainEventTopics.Names(List<String> names) ->
                    events.setTopics(names.toArray(String[]::new));
            case DomainEventTopics.Matching(var pattern) -> events.setTopicPattern(pattern);
        }
        registrar.registerEndpoint(events, factory);
        var requests = endpoint(REQUESTS, "requests");
        requests.setTopics(topicNames.of(Topics.REQUESTS));
        registrar.registerEndpoint(requests, factory);
    }

    private MethodKafkaListenerEndpoint<String, byte[]> endpoint(String group, String method) {
        DefaultMessageHandlerMethodFactory methods = new DefaultMessageHandlerMethodFactory();
        methods.setBeanFactory(beans);
        methods.afterPropertiesSet();
        MethodKafkaListenerEndpoint<String, byte[]> endpoint = new MethodKafkaListenerEndpoint<>();
        endpoint.setId(group);
        endpoint.setGroupId(group);
        endpoint.setBean(beans.getBean(Intake.class));
        Method listener = ReflectionUtils.findMethod(Intake.class, method, List.class);
        if (listener == null) {
            throw new IllegalStateException("Intake has no method " + method);
        }
        endpoint.setMethod(listener);
        endpoint.setMessageHandlerMethodFactory(methods);
        endpoint.setBeanFactory(beans);
        endpoint.setBatchListener(true);
        endpoint.setAutoStartup(false);
        return endpoint;
    }
}
