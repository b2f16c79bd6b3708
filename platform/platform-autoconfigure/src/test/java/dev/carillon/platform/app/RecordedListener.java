package dev.carillon.platform.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

/// A batch listener that fails as often as the test wants, and keeps its records.
public class RecordedListener {
    public static final String GROUP = "test-service.notifications";

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @KafkaListener(
            id = "notifications",
            groupId = GROUP,
            topics = "#{@topicNames.of('notifications')}",
            containerFactory = "carillonBatchListenerFactory")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        calls.incrementAndGet();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ClassCastException("an exception that a framework would not retry");
        }
        records.forEach(record -> seen.add(new String(record.value(), StandardCharsets.UTF_8)));
    }

    public void failNext(int times) {
        failures.set(times);
    }

    public int calls() {
        return calls.get();
    }

    public List<String> seen() {
        return seen;
    }
}
