package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import dev.carillon.gateway.replay.RecentChange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads every partition of `inbox-changes` and `announcements`. Partitions are assigned, not subscribed: each replica
/// needs all of them and commits no offsets. After an error, reading is retried forever from the last position.
/// Partitions that are added are read from their start. If the log no longer has an offset, that is reported as a loss.
public final class KafkaChangeSource implements ChangeSource {
    private static final Logger log = LoggerFactory.getLogger(KafkaChangeSource.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long CHECK_MILLIS = 5_000;

    private final Map<String, Object> consumerSettings;
    private final Settings settings;
    private final ChangeRecords records;
    private final Clock clock;
    private final LogPositions positions = new LogPositions();
    private final Map<TopicPartition, Long> toFill = new HashMap<>();
    private final Map<String, Long> lags = new ConcurrentHashMap<>();
    private volatile State state = new State(false, "");
    private volatile boolean running;
    private CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> consumer;
    private @Nullable Thread reader;
    private int partitionCount;
    private long nextCheck;
    private long lastRecord;

    /// @param changes the topic's full name
    /// @param announcements the topic's full name
    /// @param windowBytes the size of the window
    /// @param windowAge how far back the window reaches
    public record Settings(
            String changes, String announcements, long windowBytes, Duration windowAge) {}

    public KafkaChangeSource(
            Map<String, Object> consumerSettings,
            Settings settings,
            ChangeRecords records,
            Clock clock) {
        this.consumerSettings = consumerSettings;
        this.settings = settings;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void start(ChangeSink sink) {
        running = true;
        stopped = new CountDownLatch(1);
        reader = Thread.ofPlatform().name("inbox-changes").daemon().start(() -> run(sink));
    }

    @Override
    public State state() {
        return state;
    }

    /// The number of records of the topic that are not read yet, at the last measurement.
    public long lag(String topic) {
        return lags.getOrDefault(topic, 0L);
    }

    @Override
    public void close() {
        running = false;
        stopped.countDown();
        Consumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        Thread thread = reader;
        if (thread != null) {
            try {
                if (!thread.join(Duration.ofSeconds(5))) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(ChangeSink sink) {
        Duration pause = Duration.ofMillis(200);
        while (running) {
            try (Consumer<String, byte[]> made = consumer()) {
                consumer = made;
                assign(made, sink);
                pause = Duration.ofMillis(200);
                while (running) {
                    poll(made, sink);
                }
            } catch (WakeupException | InterruptException e) {
                log.debug("Stopped reading inbox-changes");
            } catch (RuntimeException e) {
                state =
                        new State(
                                state.filled(), "inbox-changes cannot be read: " + e.getMessage());
                log.error("Reading inbox-changes failed; retrying in {}", pause, e);
                pause = sleep(pause);
            }
        }
    }

    private Duration sleep(Duration pause) {
        try {
            var _ = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(consumerSettings);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "5000");
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void assign(Consumer<String, byte[]> reading, ChangeSink sink) {
        List<TopicPartition> changes = LogPositions.of(reading, settings.changes());
        List<TopicPartition> announcements = LogPositions.of(reading, settings.announcements());
        if (changes.isEmpty() || announcements.isEmpty()) {
            throw new KafkaException(
                    "the topics %s and %s do not exist yet"
                            .formatted(settings.changes(), settings.announcements()));
        }
        Set<TopicPartition> all = new LinkedHashSet<>(changes);
        all.addAll(announcements);
        reading.assign(all);
        if (partitionCount == 0) {
            long oldest = clock.millis() - settings.windowAge().toMillis();
            sink.partitions(changes.size());
            positions.beginAt(reading, changes, oldest, settings.windowBytes());
            changes.forEach(each -> sink.begin(each.partition(), positions.of(each)));
            positions.beginAtEnd(reading, announcements);
            toFill.putAll(reading.endOffsets(changes));
            partitionCount = changes.size();
        } else {
            begin(reading, sink, changes, announcements);
        }
        all.forEach(each -> reading.seek(each, positions.of(each)));
        nextCheck = clock.millis() + CHECK_MILLIS;
    }

    /// Starts to read added partitions from their start.
    private void begin(
            Consumer<String, byte[]> reading,
            ChangeSink sink,
            List<TopicPartition> changes,
            List<TopicPartition> announcements) {
        List<TopicPartition> added = new ArrayList<>(changes);
        added.addAll(announcements);
        added.removeIf(positions::has);
        if (added.isEmpty()) {
            return;
        }
        positions.beginAtStart(reading, added);
        if (changes.size() > partitionCount) {
            log.info(
                    "inbox-changes now has {} partitions; clients are told to call the changes endpoint",
                    changes.size());
            partitionCount = changes.size();
            sink.partitions(partitionCount);
        }
        for (TopicPartition each : added) {
            if (each.topic().equals(settings.changes())) {
                sink.begin(each.partition(), positions.of(each));
            }
        }
        take(ConsumerRecords.empty(), sink);
    }

    private void poll(Consumer<String, byte[]> reading, ChangeSink sink) {
        ConsumerRecords<String, byte[]> polled;
        try {
            polled = reading.poll(POLL);
        } catch (OffsetOutOfRangeException lost) {
            lost(reading, sink, lost);
            return;
        }
        long now = clock.millis();
        if (!polled.isEmpty() || !state.filled()) {
            take(polled, sink);
        }
        if (!polled.isEmpty()) {
            lastRecord = now;
            recovered();
        }
        if (!state.filled() && filled()) {
            state = new State(true, "");
            log.info("The recent window is filled");
        }
        if (now >= nextCheck) {
            nextCheck = now + CHECK_MILLIS;
            check(reading, sink, now);
        }
    }

    /// Passes on the records and positions; after an empty poll, the positions only.
    private void take(ConsumerRecords<String, byte[]> polled, ChangeSink sink) {
        List<RecentChange> changes = new ArrayList<>(polled.count());
        List<Announcement> announcements = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> each : polled) {
            if (each.topic().equals(settings.changes())) {
                records.change(each).ifPresent(changes::add);
            } else {
                records.announcement(each).ifPresent(announcements::add);
            }
            positions.set(new TopicPartition(each.topic(), each.partition()), each.offset() + 1);
        }
        polled.nextOffsets().forEach((each, next) -> positions.set(each, next.offset()));
        long[] reached = new long[partitionCount];
        for (int partition = 0; partition < partitionCount; partition++) {
            reached[partition] = positions.of(new TopicPartition(settings.changes(), partition));
        }
        sink.read(changes, announcements, reached);
    }

    private boolean filled() {
        toFill.entrySet().removeIf(end -> positions.of(end.getKey()) >= end.getValue());
        return toFill.isEmpty();
    }

    private void recovered() {
        if (!state.fault().isEmpty()) {
            log.info("Reading inbox-changes works again");
            state = new State(state.filled(), "");
        }
    }

    /// Looks for added partitions and, if nothing was read for a while, whether the broker answers at all.
    private void check(Consumer<String, byte[]> reading, ChangeSink sink, long now) {
        measure(reading);
        if (LogPositions.of(reading, settings.changes()).size() > partitionCount
                || LogPositions.of(reading, settings.announcements()).stream()
                        .anyMatch(each -> !positions.has(each))) {
            assign(reading, sink);
        }
        if (now - lastRecord > CHECK_MILLIS || !state.fault().isEmpty()) {
            try {
                reading.endOffsets(reading.assignment(), Duration.ofSeconds(3));
                recovered();
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                if (state.fault().isEmpty()) {
                    log.error(
                            "The broker does not answer; clients receive no changes until it does");
                }
                state = new State(state.filled(), "the broker does not answer");
            }
        }
    }

    /// The consumer knows the end offsets from its fetches. If it does not know one yet, it requests it, and the next
    /// call returns it.
    private void measure(Consumer<String, byte[]> reading) {
        Map<String, Long> sums = new HashMap<>();
        for (TopicPartition each : reading.assignment()) {
            sums.merge(each.topic(), reading.currentLag(each).orElse(0L), Long::sum);
        }
        lags.putAll(sums);
    }

    private void lost(
            Consumer<String, byte[]> reading, ChangeSink sink, OffsetOutOfRangeException lost) {
        positions.beginAtStart(reading, lost.partitions());
        lost.offsetOutOfRangePartitions()
                .forEach((each, offset) -> {
                    long start = positions.of(each);
                    log.error(
                            "{} no longer has offset {}; reading continues at {}, and clients"
                                    + " are told to call the changes endpoint",
                            each,
                            offset,
                            start);
                    if (each.topic().equals(settings.changes())) {
                        sink.begin(each.partition(), start);
                        toFill.computeIfPresent(each, (key, end) -> Math.max(end, start));
                    }
                    reading.seek(each, start);
                });
        sink.disrupted();
        take(ConsumerRecords.empty(), sink);
    }
}
