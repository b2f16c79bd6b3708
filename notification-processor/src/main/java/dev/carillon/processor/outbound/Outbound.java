package dev.carillon.processor.outbound;

import dev.carillon.events.OutgoingRecord;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The records that follow from a batch, in order, each with its source record. Not thread-safe.
public final class Outbound {
    private final List<OutgoingRecord> records = new ArrayList<>();
    private final IdentityHashMap<OutgoingRecord, ConsumerRecord<String, byte[]>> sources =
            new IdentityHashMap<>();

    /// Adds a record that follows from `source`.
    public void add(ConsumerRecord<String, byte[]> source, OutgoingRecord record) {
        records.add(record);
        sources.put(record, source);
    }

    /// Adds records that follow from `source`.
    public void addAll(ConsumerRecord<String, byte[]> source, List<OutgoingRecord> more) {
        more.forEach(record -> add(source, record));
    }

    List<OutgoingRecord> records() {
        return records;
    }

    @Nullable ConsumerRecord<String, byte[]> sourceOf(OutgoingRecord record) {
        return sources.get(record);
    }
}
