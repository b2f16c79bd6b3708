package dev.carillon.email.delivery;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Consumes the topics of emails. Critical emails have a separate listener, so that many other emails never delay them.
@Component
class EmailListeners {
    private final Admission admission;

    EmailListeners(Admission admission) {
        this.admission = admission;
    }

    @KafkaListener(
            id = "email-service.email-critical",
            groupId = "email-service.email-critical",
            topics = "#{@topicNames.of('email-critical')}",
            containerFactory = "carillonBatchListenerFactory")
    void critical(List<ConsumerRecord<String, byte[]>> records) {
        admission.admit(records);
    }

    @KafkaListener(
            id = "email-service.email",
            groupId = "email-service.email",
            topics = "#{@topicNames.of('email')}",
            containerFactory = "carillonBatchListenerFactory")
    void rest(List<ConsumerRecord<String, byte[]>> records) {
        admission.admit(records);
    }
}
