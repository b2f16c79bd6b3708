package dev.carillon.platform.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [ReferenceProgress] from the group's committed offsets.
final class AdminReferenceProgress implements ReferenceProgress {
    private static final Logger log = LoggerFactory.getLogger(AdminReferenceProgress.class);

    private final ClusterAdmin admin;
    private final TopicNames names;
    private final Map<String, Map<TopicPartition, Long>> targets = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    AdminReferenceProgress(ClusterAdmin admin, TopicNames names) {
        this.admin = admin;
        this.names = names;
    }

    @Override
    public boolean caughtUp(String groupId, Collection<String> baseTopics) {
        List<String> topics = baseTopics.stream().sorted().map(names::of).toList();
        String question = groupId + " " + topics;
        if (done.contains(question)) {
            return true;
        }
        try {
            Map<TopicPartition, Long> target = targets.get(question);
            if (target == null) {
                target = ends(topics);
                targets.put(question, target);
            }
            if (reached(groupId, target)) {
                done.add(question);
                return true;
            }
        } catch (ExecutionException away) {
            log.debug("Could not read the progress of group {}", groupId, away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// The end offset of each partition that contains records.
    private Map<TopicPartition, Long> ends(List<String> topics)
            throws ExecutionException, InterruptedException {
        Admin client = admin.client();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        for (TopicDescription topic :
                ClusterAdmin.await(client.describeTopics(topics).allTopicNames()).values()) {
            topic.partitions()
                    .forEach(partition -> {
                        TopicPartition key =
                                new TopicPartition(topic.name(), partition.partition());
                        latest.put(key, OffsetSpec.latest());
                        earliest.put(key, OffsetSpec.earliest());
                    });
        }
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends =
                ClusterAdmin.await(client.listOffsets(latest).all());
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> begins =
                ClusterAdmin.await(client.listOffsets(earliest).all());
        Map<TopicPartition, Long> target = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (end.offset() > Objects.requireNonNull(begins.get(partition)).offset()) {
                target.put(partition, end.offset());
            }
        });
        return target;
    }

    private boolean reached(String groupId, Map<TopicPartition, Long> target)
            throws ExecutionException, InterruptedException {
        if (target.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> committed =
                ClusterAdmin.await(
                        admin.client()
                                .listConsumerGroupOffsets(groupId)
                                .partitionsToOffsetAndMetadata());
        return target.entrySet().stream()
                .allMatch(partition -> {
                    OffsetAndMetadata offset = committed.get(partition.getKey());
                    return offset != null && offset.offset() >= partition.getValue();
                });
    }
}
