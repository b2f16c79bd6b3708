package dev.carillon.digest.deferral;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.util.backoff.ExponentialBackOff;

/// What keeps the binding from its defaults, which would log a failed record and pass it.
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    /// Hands the record itself along, so that a dead letter can keep it whole.
    @Bean
    MessagingMessageConverter rawRecordConverter() {
        MessagingMessageConverter converter = new MessagingMessageConverter();
        converter.setRawRecordHeader(true);
        return converter;
    }

    /// Repeats a record until it passes, after 100 ms to 10 s, whatever the exception.
    @Bean
    CommonErrorHandler retryWithoutEnd() {
        ExponentialBackOff backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(10_000);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        handler.setClassifications(Map.of(), true);
        return handler;
    }
}
