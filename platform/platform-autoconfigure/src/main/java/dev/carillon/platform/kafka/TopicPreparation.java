package dev.carillon.platform.kafka;

import dev.carillon.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates missing topics, never changes existing ones, and reports topics whose settings are not safe.
final class TopicPreparation {
    private static final Logger log = LoggerFactory.getLogger(TopicPreparation.class);

    private final ClusterAdmin admin;
    private final TopicNames names;
    private final KafkaSettings settings;
    private final boolean local;

    TopicPreparation(ClusterAdmin admin, TopicNames names, KafkaSettings settings, boolean local) {
        this.admin = admin;
        this.names = names;
        this.settings = settings;
        this.local = local;
    }

    /// Creates the missing topics.
    ///
    /// @throws ExecutionException when the cluster does not answer or rejects the request
    void createMissing(Collection<String> base) throws ExecutionException, InterruptedException {
        Set<String> missing = new TreeSet<>();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.client().describeTopics(full(base)).topicNameValues();
        for (String topic : base) {
            try {
                ClusterAdmin.await(Objects.requireNonNull(described.get(names.of(topic))));
            } catch (ExecutionException fault) {
                if (!(fault.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw fault;
                }
                missing.add(topic);
            }
        }
        Map<String, KafkaFuture<Void>> created =
                admin.client().createTopics(missing.stream().map(this::newTopic).toList()).values();
        for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
            try {
                ClusterAdmin.await(topic.getValue());
                log.info("Created the topic {}", topic.getKey());
            } catch (ExecutionException fault) {
                if (!(fault.getCause() instanceof TopicExistsException)) {
                    throw fault;
                }
            }
        }
    }

    NewTopic newTopic(String base) {
        int partitions = settings.partitions() != null ? settings.partitions() : local ? 3 : 12;
        Map<String, String> config = new HashMap<>();
        if (Topics.REFERENCE.contains(base)) {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            config.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    String.valueOf(settings.retention().toMillis()));
        }
        if (base.equals(Topics.DEAD_LETTERS)) {
            config.put(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(Topics.DEAD_LETTER_MAX_BYTES));
        }
        if (!local) {
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(
                        names.of(base),
                        Optional.of(partitions),
                        Optional.ofNullable(settings.replicationFactor()))
                .configs(config);
    }

    /// The unsafe settings as text, by full topic name; empty if all are safe. A local cluster is not checked.
    Map<String, String> unsafe(Collection<String> base)
            throws ExecutionException, InterruptedException {
        if (local) {
            return Map.of();
        }
        List<ConfigResource> resources =
                full(base).stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        Map<String, TopicDescription> topics =
                ClusterAdmin.await(admin.client().describeTopics(full(base)).allTopicNames());
        Map<ConfigResource, Config> configs =
                ClusterAdmin.await(admin.client().describeConfigs(resources).all());
        Map<String, String> unsafe = new TreeMap<>();
        configs.forEach((resource, config) -> {
            int inSync = number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
            int replicas =
                    Objects.requireNonNull(topics.get(resource.name())).partitions().stream()
                            .mapToInt(partition -> partition.replicas().size())
                            .min()
                            .orElse(0);
            List<String> faults = faults(inSync, replicas);
            if (!faults.isEmpty()) {
                unsafe.put(resource.name(), String.join("; ", faults));
            }
        });
        return unsafe;
    }

    static List<String> faults(int minInSyncReplicas, int replicas) {
        List<String> faults = new ArrayList<>();
        if (minInSyncReplicas < 2) {
            faults.add("min.insync.replicas is " + minInSyncReplicas + " and must be 2 or more");
        }
        if (replicas < Math.max(2, minInSyncReplicas)) {
            faults.add(
                    "it has "
                            + replicas
                            + " replica(s) and needs "
                            + Math.max(2, minInSyncReplicas)
                            + " or more");
        }
        return faults;
    }

    private static int number(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? 0 : Integer.parseInt(entry.value());
    }

    private List<String> full(Collection<String> base) {
        return base.stream().map(names::of).toList();
    }

    /// The pause before the next attempt.
    static Duration pauseBefore(int attempt) {
        return Duration.ofMillis(Math.min(10_000, 250L << Math.min(attempt, 6)));
    }
}
