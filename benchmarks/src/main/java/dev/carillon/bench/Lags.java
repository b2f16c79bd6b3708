package dev.carillon.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// The lag of each consumer group, from its committed offsets.
final class Lags implements AutoCloseable {
    private final Admin admin;
    private final Map<String, ListConsumerGroupOffsetsSpec> groups;

    Lags(Lab lab) {
        admin = Admin.create(Map.of("bootstrap.servers", lab.stack().kafka()));
        groups =
                answer(admin.listGroups().all()).stream()
                        .map(GroupListing::groupId)
                        .collect(
                                Collectors.toMap(
                                        group -> group,
                                        group -> new ListConsumerGroupOffsetsSpec()));
    }

    /// The current lag of each group.
    Map<String, Long> now() {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                answer(admin.listConsumerGroupOffsets(groups).all());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        committed
                .values()
                .forEach(offsets ->
                        offsets.keySet().forEach(each -> asked.put(each, OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> ends = answer(admin.listOffsets(asked).all());
        Map<String, Long> lags = new TreeMap<>();
        committed.forEach((group, offsets) ->
                offsets.forEach((partition, offset) -> {
                    ListOffsetsResultInfo end = ends.get(partition);
                    if (offset != null && end != null) {
                        lags.merge(group, end.offset() - offset.offset(), Long::sum);
                    }
                }));
        return lags;
    }

    static long sum(Map<String, Long> lags, List<String> groups) {
        return groups.stream().mapToLong(group -> lags.getOrDefault(group, 0L)).sum();
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
