package dev.carillon.api.inbox;

import dev.carillon.events.Cursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// The end offsets of the partitions of `inbox-changes`, for the log position in cursors. They are looked up at most
/// once a second, and always before rows are read: an older offset is safe, a newer one would skip changes that
/// committed in between. It does not touch Kafka before its first use, and backs off while Kafka is unavailable.
/// Thread-safe.
@Component
class LogEnds implements DisposableBean {
    /// The position is unknown: the client must call the changes endpoint once.
    static final Position UNKNOWN = new Position(-1, -1);

    private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final KafkaAdmin kafka;
    private final String topic;
    private final RecentAnswer<Map<Integer, Long>> ends =
            new RecentAnswer<>(Map.of(), this::ask, System::nanoTime);
    private final ReentrantLock making = new ReentrantLock();
    private @Nullable Admin admin;

    LogEnds(KafkaAdmin kafka, TopicNames topics) {
        this.kafka = kafka;
        this.topic = topics.of(Topics.INBOX_CHANGES);
    }

    /// A partition, and the offset of its next record.
    record Position(int partition, long offset) {
        Cursor cursor(long epoch, long seq) {
            return new Cursor(epoch, seq, partition, offset);
        }
    }

    /// The known end of the partition that holds the recipient's changes.
    Position of(RecipientKey who) {
        Map<Integer, Long> known = ends.get();
        if (known.isEmpty()) {
            return UNKNOWN;
        }
        int partition =
                BuiltInPartitioner.partitionForKey(
                        who.toString().getBytes(StandardCharsets.UTF_8), known.size());
        Long offset = known.get(partition);
        return offset == null ? UNKNOWN : new Position(partition, offset);
    }

    private Optional<Map<Integer, Long>> ask() {
        try {
            Map<TopicPartition, OffsetSpec> wanted =
                    admin()
                            .describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .values()
                            .stream()
                            .flatMap(described -> described.partitions().stream())
                            .map(TopicPartitionInfo::partition)
                            .map(partition -> new TopicPartition(topic, partition))
                            .collect(
                                    Collectors.toMap(
                                            partition -> partition,
                                            partition -> OffsetSpec.latest()));
            Map<Integer, Long> found = new HashMap<>();
            Map<TopicPartition, ListOffsetsResultInfo> offsets =
                    admin().listOffsets(wanted)
                            .all()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            offsets.forEach((partition, end) -> found.put(partition.partition(), end.offset()));
            return Optional.of(found);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            LOG.warn("Could not read the end offsets of {}: {}", topic, away.toString());
            return Optional.empty();
        }
    }

    private Admin admin() {
        making.lock();
        try {
            Admin made = admin;
            if (made == null) {
                Map<String, Object> settings = new HashMap<>(kafka.getConfigurationProperties());
                settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
                settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
                made = Admin.create(settings);
                admin = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void destroy() {
        making.lock();
        try {
            if (admin != null) {
                admin.close(Duration.ofSeconds(1));
                admin = null;
            }
        } finally {
            making.unlock();
        }
    }
}
