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

/// The gauge `carillon.consumer.lag`: by group and topic, how many records lie between what this replica has handled and the end
/// of its partitions. The sum over the replicas is the group's lag.
///
/// Every 10 s one thread asks the broker for the ends, so a listener that is stuck shows a growing lag, which the consumer's own
/// metrics would not. While the broker does not answer, the gauge keeps its last value.
public final class ConsumerLag implements MeterBinder, SmartLifecycle {
    static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(ConsumerLag.class);

    private final LogGaps positions;
    private final Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends;
    private final Map<LogGaps.Watched, AtomicLong> lags = new ConcurrentHashMap<>();
    private volatile @Nullable MeterRegistry registry;
    private @Nullable ScheduledExecutorService timer;

    /// @param ends asks for the end offsets of partitions
    ConsumerLag(LogGaps positions, Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends) {
        this.positions = positions;
        this.ends = ends;
    }

    /// Registers the gauge of a reader that has no listener container.
    public static void gauge(
            MeterRegistry registry, String group, String topic, Supplier<Number> records) {
        Gauge.builder("carillon.consumer.lag", records)
                .description(
                        "Records that this replica has not handled yet, up to the end of its partitions, by topic and group")
                .tag("group", group)
                .tag("topic", topic)
                .register(registry);
    }

    /// The counter of records that the log dropped before the group read them.
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

    /// Topics that a pattern found later are registered when their partitions are assigned.
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

    /// Asks for the ends and computes every lag.
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
            log.debug("the ends of the topics are not known at the moment", away);
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

    /// After the listeners, so that all that they read is known; stopped before them.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
