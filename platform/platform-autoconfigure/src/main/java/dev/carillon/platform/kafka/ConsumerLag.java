package dev.carillon.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The gauge `carillon.consumer.lag`, by group and topic: the number of records between what this replica has processed
/// and the end of its partitions. The sum over all replicas is the group's lag.
///
/// Every 10 s a thread asks the broker for the end offsets, so that the lag of a stuck listener grows; the consumer's
/// own metrics would not show that. While the broker does not answer, the gauge keeps its last value.
public final class ConsumerLag implements MeterBinder, SmartLifecycle {
    static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(ConsumerLag.class);

    private final LogGaps positions;
    private final Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends;
    private final Map<LogGaps.Watched, AtomicLong> lags = new ConcurrentHashMap<>();
    private volatile @Nullable MeterRegistry registry;
    private @Nullable ScheduledExecutorService timer;

    /// @param ends reads the end offsets of partitions from the broker
    ConsumerLag(LogGaps positions, Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends) {
        this.positions = positions;
        this.ends = ends;
    }

    /// Registers the gauge for a reader without a listener container.
    public static void gauge(
            MeterRegistry registry, String group, String topic, Supplier<Number> records) {
        Gauge.builder("carillon.consumer.lag", records)
                .description(
                        "Records that this replica has not handled yet, up to the end of its partitions, by topic and group")
                .tag("group", group)
                .tag("topic", topic)
                .register(registry);
    }

    /// The counter of records that the log deleted before the group read them.
    static Counter losses(MeterRegistry registry, String group, String topic) {
        return Counter.builder("carillon.log.loss")
                .description("Records that Kafka deleted before the group had read them")
                .tag("group", group)
                .tag("topic", topic)
                .register(registry);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = meters;
        register();
    }

    /// Topics that a subscription pattern finds later are registered when their partitions are assigned.
    private void register() {
        MeterRegistry meters = registry;
        if (meters == null) {
            return;
        }
        for (LogGaps.Watched watched : positions.watched()) {
            lags.computeIfAbsent(
                    watched,
                    missing -> {
                        AtomicLong lag = new AtomicLong();
                        gauge(meters, watched.group(), watched.topic(), lag::get);
                        losses(meters, watched.group(), watched.topic());
                        return lag;
                    });
        }
    }

    /// Reads the end offsets and computes every lag.
    void refresh() {
        register();
        Map<LogGaps.Place, Long> handled = positions.positions();
        Set<TopicPartition> partitions = new HashSet<>();
        handled.keySet().forEach(place -> partitions.add(place.partition()));
        Map<TopicPartition, Long> end = partitions.isEmpty() ? Map.of() : ends.apply(partitions);
        lags.forEach((watched, lag) -> {
            long sum = 0;
            for (Map.Entry<LogGaps.Place, Long> at : handled.entrySet()) {
                LogGaps.Place place = at.getKey();
                if (place.group().equals(watched.group())
                        && place.partition().topic().equals(watched.topic())) {
                    long last = end.getOrDefault(place.partition(), at.getValue());
                    sum += Math.max(0, last - at.getValue());
                }
            }
            lag.set(sum);
        });
    }

    private void refreshQuietly() {
        try {
            refresh();
        } catch (RuntimeException away) {
            log.debug("Could not read the end offsets of the topics", away);
        }
    }

    @Override
    public void start() {
        register();
        timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("consumer-lag").factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        this::refreshQuietly, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            running.shutdownNow();
            timer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /// Starts after the listeners, so that all their topics are known; stops before them.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
