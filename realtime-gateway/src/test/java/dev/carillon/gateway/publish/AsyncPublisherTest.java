package dev.carillon.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.kafka.TopicNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncPublisherTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void tellsWhoOfferedARecordThatItDidNotReachTheBroker() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (AsyncPublisher publisher = publisher()) {
            Lane lane = publisher.lane("actions", 1);
            publisher.start();

            boolean taken = lane.offer(AsyncPublisherTest::notEncoded, told::countDown);

            assertThat(taken).isTrue();
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(
                            meters.counter(
                                            "carillon.gateway.published",
                                            "lane",
                                            "actions",
                                            "outcome",
                                            "failed")
                                    .count())
                    .isOne();
        }
    }

    @Test
    void sendsWhatHasGatheredBeforeItCloses() throws Exception {
        CountDownLatch told = new CountDownLatch(3);
        try (AsyncPublisher publisher = publisher()) {
            Lane lane = publisher.gatheringLane("deliveries", 3);
            publisher.start();
            for (int i = 0; i < 3; i++) {
                assertThat(lane.offer(AsyncPublisherTest::notEncoded, told::countDown)).isTrue();
            }
        }

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /// The broker is unavailable, so the sender still waits with the first record when it is interrupted.
    @Test
    void failsWhatItCouldNotSendBeforeASlowClose() throws Exception {
        CountDownLatch encoding = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(6);
        AsyncPublisher publisher =
                new AsyncPublisher(
                        Map.of("bootstrap.servers", "127.0.0.1:1"),
                        new TopicNames("carillon."),
                        meters,
                        Duration.ofMillis(1));
        Lane actions = publisher.lane("actions", 3);
        Lane deliveries = publisher.gatheringLane("deliveries", 3);
        for (int i = 0; i < 3; i++) {
            assertThat(actions.offer(() -> encoded(encoding), told::countDown)).isTrue();
            assertThat(deliveries.offer(() -> encoded(encoding), told::countDown)).isTrue();
        }
        publisher.start();
        encoding.await();

        publisher.close();

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(actions.offer(() -> encoded(encoding), told::countDown)).isFalse();
    }

    private static OutgoingRecord encoded(CountDownLatch encoding) {
        encoding.countDown();
        return new OutgoingRecord("client-actions", "default:ann", Map.of(), new byte[] {1});
    }

    @Test
    void aGatheringLaneHoldsNoMoreThanItsBound() {
        try (AsyncPublisher publisher = publisher()) {
            Lane lane = publisher.gatheringLane("deliveries", 1);

            assertThat(lane.offer(AsyncPublisherTest::notEncoded, () -> {})).isTrue();
            assertThat(lane.offer(AsyncPublisherTest::notEncoded, () -> {})).isFalse();
        }
    }

    private AsyncPublisher publisher() {
        return new AsyncPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:1"), new TopicNames("carillon."), meters);
    }

    private static OutgoingRecord notEncoded() {
        throw new IllegalStateException("cannot be encoded");
    }
}
