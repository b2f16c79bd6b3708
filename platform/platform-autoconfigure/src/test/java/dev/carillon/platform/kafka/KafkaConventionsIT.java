package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.Headers;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.platform.ServiceIT;
import dev.carillon.platform.app.RecordedListener;
import dev.carillon.platform.observability.Trace;
import dev.carillon.test.TopicProbe;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

@ServiceIT
class KafkaConventionsIT {
    @Autowired RecordPublisher publisher;
    @Autowired RecordedListener listener;
    @Autowired TopicNames names;
    @Autowired ClusterAdmin admin;
    @Autowired KafkaListenerEndpointRegistry registry;
    @Autowired ListenerHealth health;
    @Autowired TopicsAtStart topicsAtStart;
    @Autowired MeterRegistry meters;
    @Autowired ReferenceProgress progress;
    @Autowired JdbcClient database;

    @Test
    void makesMissingTopicsAsTheirKindNeeds() throws Exception {
        Admin client = admin.client();
        Map<String, TopicDescription> topics =
                client.describeTopics(
                                List.of(names.of(Topics.RECIPIENTS), names.of(Topics.DEAD_LETTERS)))
                        .allTopicNames()
                        .get();
        assertThat(topics.values()).allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        assertThat(setting(Topics.RECIPIENTS, TopicConfig.CLEANUP_POLICY_CONFIG))
                .isEqualTo("compact");
        assertThat(setting(Topics.DEAD_LETTERS, TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .isEqualTo("2097152");
        assertThat(setting(Topics.EMAIL, TopicConfig.RETENTION_MS_CONFIG))
                .isEqualTo(String.valueOf(Duration.ofDays(7).toMillis()));
        assertThat(topicsAtStart.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void waitsForKafkaBehindTheWebServersSoThatHealthAnswersAndBeforeTheListeners() {
        assertThat(topicsAtStart.getPhase())
                .isGreaterThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
                .isLessThan(registry.getPhase());
    }

    @Test
    void givesAFailingListenerTheSameRecordsAgainAndSkipsNone() throws Exception {
        listener.failNext(3);
        int before = listener.calls();
        List<OutgoingRecord> records =
                IntStream.range(0, 20)
                        .mapToObj(i -> record(Topics.NOTIFICATIONS, "default/ann", "retry-" + i))
                        .toList();
        publisher.publish(records);
        await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.DOWN));
        await().untilAsserted(() ->
                assertThat(listener.seen().stream().filter(text -> text.startsWith("retry-")))
                        .containsExactlyElementsOf(
                                IntStream.range(0, 20).mapToObj(i -> "retry-" + i).toList()));
        assertThat(listener.calls() - before).isGreaterThanOrEqualTo(4);
        await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void refusesWhatIsTooLargeAfterTheOthersWereAcknowledged() {
        OutgoingRecord large = record(Topics.EMAIL, "default/large", "x".repeat(1_500_000));
        assertThatThrownBy(() ->
                        publisher.publish(
                                List.of(
                                        record(Topics.EMAIL, "default/a", "before"),
                                        large,
                                        record(Topics.EMAIL, "default/b", "after"))))
                .isInstanceOfSatisfying(
                        RecordRefusedException.class,
                        refused -> assertThat(refused.records()).containsExactly(large));
        try (TopicProbe probe = TopicProbe.of(names.of(Topics.EMAIL))) {
            assertThat(probe.await(2))
                    .extracting(KafkaConventionsIT::text)
                    .contains("before", "after");
        }
        publisher.publish(record(Topics.DEAD_LETTERS, "default/large", "x".repeat(1_500_000)));
    }

    @Test
    void carriesTheTraceOfTheWorkAtHand() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (Trace.Scope _ = Trace.follow("00-" + trace + "-b7ad6b7169203331-01")) {
            publisher.publish(record(Topics.RECIPIENTS, "default/traced", "{}"));
        }
        try (TopicProbe probe = TopicProbe.of(names.of(Topics.RECIPIENTS))) {
            ConsumerRecord<String, byte[]> traced =
                    probe.await(1, record -> record.key().equals("default/traced")).getFirst();
            assertThat(
                            new String(
                                    traced.headers().lastHeader(Headers.TRACEPARENT).value(),
                                    StandardCharsets.UTF_8))
                    .startsWith("00-" + trace);
        }
    }

    @Test
    void knowsWhenAGroupHasReadItsReferenceTopics() throws Exception {
        publisher.publish(record(Topics.EMAIL, "default/progress", "one"));
        assertThat(progress.caughtUp("group-without-offsets", List.of(Topics.EMAIL))).isFalse();
        Map<TopicPartition, OffsetAndMetadata> ends = new java.util.HashMap<>();
        for (int partition = 0; partition < 3; partition++) {
            ends.put(
                    new TopicPartition(names.of(Topics.EMAIL), partition),
                    new OffsetAndMetadata(1000));
        }
        admin.client().alterConsumerGroupOffsets("group-without-offsets", ends).all().get();
        assertThat(progress.caughtUp("group-without-offsets", List.of(Topics.EMAIL))).isTrue();
    }

    @Test
    void alarmsALogThatDroppedWhatWasNotRead() throws Exception {
        MessageListenerContainer container = registry.getListenerContainer("notifications");
        publisher.publish(record(Topics.NOTIFICATIONS, "default/lost", "read"));
        await().untilAsserted(() -> assertThat(listener.seen()).contains("read"));
        container.stop();
        await().until(() -> !container.isRunning());
        publisher.publish(
                List.of(
                        record(Topics.NOTIFICATIONS, "default/lost", "lost-1"),
                        record(Topics.NOTIFICATIONS, "default/lost", "lost-2"),
                        record(Topics.NOTIFICATIONS, "default/lost", "kept")));
        TopicPartition partition;
        long kept;
        try (TopicProbe probe = TopicProbe.of(names.of(Topics.NOTIFICATIONS))) {
            ConsumerRecord<String, byte[]> last =
                    probe.await(1, record -> text(record).equals("kept")).getFirst();
            partition = new TopicPartition(last.topic(), last.partition());
            kept = last.offset();
        }
        admin.client()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(kept)))
                .all()
                .get();
        container.start();
        await().untilAsserted(() -> assertThat(listener.seen()).contains("kept"));
        assertThat(listener.seen()).doesNotContain("lost-1", "lost-2");
        assertThat(
                        meters.counter(
                                        "carillon.log.loss",
                                        "group",
                                        RecordedListener.GROUP,
                                        "topic",
                                        partition.topic())
                                .count())
                .isEqualTo(2);
        assertThat(health.health().getDetails().get("log_loss").toString())
                .contains(partition + " offsets " + (kept - 2) + " to " + (kept - 1));
    }

    @Test
    void storesWhereAGroupBegan() {
        await().untilAsserted(() ->
                assertThat(
                                database.sql(
                                                "select count(*) from carillon_start_position where group_id = ?")
                                        .param(RecordedListener.GROUP)
                                        .query(Long.class)
                                        .single())
                        .isEqualTo(3));
    }

    private String setting(String base, String name) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, names.of(base));
        return admin.client()
                .describeConfigs(List.of(topic))
                .all()
                .get()
                .get(topic)
                .get(name)
                .value();
    }

    private static OutgoingRecord record(String topic, String key, String value) {
        return new OutgoingRecord(topic, key, Map.of(), value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
