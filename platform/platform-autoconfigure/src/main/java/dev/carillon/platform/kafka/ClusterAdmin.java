package dev.carillon.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The admin client. It is created at its first use: nothing touches the broker before the lifecycle starts.
final class ClusterAdmin implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<Map<String, Object>> configuration;
    private @Nullable Admin admin;

    ClusterAdmin(Supplier<Map<String, Object>> configuration) {
        this.configuration = configuration;
    }

    synchronized Admin client() {
        Admin known = admin;
        if (known == null) {
            Map<String, Object> config = new HashMap<>(configuration.get());
            config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
            config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
            known = Admin.create(config);
            admin = known;
        }
        return known;
    }

    /// The end offsets of partitions.
    ///
    /// @throws KafkaException when the cluster does not answer
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            await(client().listOffsets(asked).all())
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException away) {
            throw new KafkaException("could not read the end offsets of the topics", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped", stopped);
        }
    }

    /// The configured bootstrap servers, for messages.
    String servers() {
        return String.valueOf(configuration.get().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /// Waits for an answer.
    ///
    /// @throws ExecutionException with the cluster's error, or when it did not answer in time
    static <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException {
        try {
            return answer.get(TIMEOUT.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ExecutionException("no answer in " + TIMEOUT.toSeconds() + " s", late);
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
            admin = null;
        }
    }
}
