package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where a group continues in a partition: it never skips unread records, and reports those that the log no longer has.
class StartPositionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("notifications", 0);
    private static final Instant START = Instant.parse("2026-01-31T09:00:00Z");
    private static final long BEGIN = 100;
    private static final long END = 200;

    private final Map<TopicPartition, Long> stored = new HashMap<>();
    private final List<Long> lost = new ArrayList<>();
    private final LogLoss logLoss = new LogLoss((group, topic, records) -> lost.add(records));
    private final LogGaps gaps = new LogGaps(logLoss);
    private Long offsetOfStart;

    private final MockConsumer<String, String> consumer =
            new MockConsumer<>("none") {
                @Override
                public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                        Map<TopicPartition, Long> times) {
                    assertThat(times).containsEntry(PARTITION, START.toEpochMilli());
                    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
                    found.put(
                            PARTITION,
                            offsetOfStart == null
                                    ? null
                                    : new OffsetAndTimestamp(offsetOfStart, START.toEpochMilli()));
                    return found;
                }
            };

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
    }

    @Test
    void theFirstStartBeginsWithTheLogAndIsStored() {
        assertThat(positionAfterAssignment(null)).isEqualTo(BEGIN);
        assertThat(stored).containsEntry(PARTITION, BEGIN);
        assertThat(committed()).isEqualTo(BEGIN);
        assertThat(lost).isEmpty();
    }

    @Test
    void theFirstStartBeginsAtTheConfiguredInstant() {
        offsetOfStart = 150L;

        assertThat(positionAfterAssignment(START)).isEqualTo(150);
        assertThat(stored).containsEntry(PARTITION, 150L);
    }

    @Test
    void anInstantThatTheLogHasNotReachedBeginsAtItsEnd() {
        assertThat(positionAfterAssignment(START)).isEqualTo(END);
    }

    @Test
    void aCommittedOffsetCountsWhateverTheSettingSays() {
        offsetOfStart = 150L;
        commit(170);

        assertThat(positionAfterAssignment(START)).isEqualTo(170);
        assertThat(stored).isEmpty();
        assertThat(lost).isEmpty();
    }

    @Test
    void aLostOffsetGoesOnWhereTheGroupFirstBegan() {
        offsetOfStart = 150L;
        stored.put(PARTITION, 120L);

        assertThat(positionAfterAssignment(START)).isEqualTo(120);
        assertThat(lost).isEmpty();
    }

    @Test
    void whatTheLogDroppedUnreadIsAnAlarmAndNoQuietReset() {
        commit(BEGIN - 7);

        assertThat(positionAfterAssignment(null)).isEqualTo(BEGIN);
        assertThat(lost).containsExactly(7L);
        assertThat(logLoss.losses())
                .singleElement()
                .asString()
                .contains("notifications-0 offsets 93 to 99");
    }

    @Test
    void aLostOffsetWhoseBeginningIsGoneIsAnAlarmToo() {
        stored.put(PARTITION, BEGIN - 3);

        assertThat(positionAfterAssignment(null)).isEqualTo(BEGIN);
        assertThat(lost).containsExactly(3L);
    }

    @Test
    void anOffsetAtTheLogsStartIsNoLoss() {
        commit(BEGIN);

        assertThat(positionAfterAssignment(null)).isEqualTo(BEGIN);
        assertThat(lost).isEmpty();
    }

    @Test
    void aGapIsALossOnlyWhereTheLogsStartLiesBehindIt() {
        commit(150);
        positionAfterAssignment(null);

        gaps.arrived(consumer, PARTITION, 160);
        assertThat(lost).as("compaction leaves gaps").isEmpty();
        gaps.handled(consumer, PARTITION, 165);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 180L));
        gaps.arrived(consumer, PARTITION, 180);
        assertThat(lost).containsExactly(15L);
        gaps.arrived(consumer, PARTITION, 10);
        assertThat(lost).as("the log was made anew").containsExactly(15L, 1L);
        gaps.arrived(consumer, PARTITION, 10);
        assertThat(lost).hasSize(2);
    }

    private void commit(long offset) {
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
    }

    private long committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
    }

    private long positionAfterAssignment(Instant startFrom) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, BEGIN));
        consumer.updateEndOffsets(Map.of(PARTITION, END));
        StartPositionStore store =
                new StartPositionStore() {
                    @Override
                    public OptionalLong find(String group, TopicPartition partition) {
                        Long known = stored.get(partition);
                        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
                    }

                    @Override
                    public void store(String group, TopicPartition partition, long offset) {
                        stored.putIfAbsent(partition, offset);
                    }
                };
        new StartPositions(store, logLoss, gaps, startFrom)
                .onPartitionsAssigned(consumer, List.of(PARTITION));
        return consumer.position(PARTITION);
    }
}
