package dev.carillon.digest.run;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RecordRefusedException;
import dev.carillon.platform.kafka.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Publishes frozen runs and marks them as sent. A record that the broker refuses permanently becomes a dead letter, so
/// that its run is not retried without end and does not delay other runs.
@Component
class PublishRuns {
    private static final Logger log = LoggerFactory.getLogger(PublishRuns.class);
    private static final String NOT_PUBLISHED = "n/a";

    private final Runs runs;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final TopicNames topics;
    private final DigestMetrics metrics;

    PublishRuns(
            Runs runs,
            RecordPublisher publisher,
            DeadLetters deadLetters,
            TopicNames topics,
            DigestMetrics metrics) {
        this.runs = runs;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.topics = topics;
        this.metrics = metrics;
    }

    /// Returns when all records are acknowledged and all runs are marked.
    ///
    /// @param frozen runs frozen under one token
    void publish(List<Runs.Unsent> frozen) {
        if (frozen.isEmpty()) {
            return;
        }
        try {
            publisher.publish(frozen.stream().flatMap(run -> run.records().stream()).toList());
        } catch (RecordRefusedException refused) {
            log.error(
                    "the broker refused records of digest runs; they become dead letters", refused);
            publisher.publish(
                    refused.records().stream()
                            .map(record -> dead(record, runOf(record, frozen), refused))
                            .toList());
        }
        runs.markSent(frozen.stream().map(Runs.Unsent::runId).toList(), frozen.getFirst().token());
        metrics.sent((int) frozen.stream().filter(run -> !run.isTimeline()).count());
    }

    private static Runs.Unsent runOf(OutgoingRecord record, List<Runs.Unsent> frozen) {
        return frozen.stream()
                .filter(run -> run.records().contains(record))
                .findFirst()
                .orElseThrow();
    }

    /// The record was never in a topic, so its key is made of the run and the record's own id.
    private OutgoingRecord dead(
            OutgoingRecord record, Runs.Unsent run, RecordRefusedException refused) {
        ConsumerRecord<String, byte[]> unpublished =
                new ConsumerRecord<>(
                        topics.of(record.topic()), -1, -1, record.key(), record.value());
        record.headers()
                .forEach((name, text) ->
                        unpublished.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        OutgoingRecord letter =
                deadLetters.of(
                        unpublished,
                        DeadLetterFacts.of(
                                        ErrorCode.RECORD_REFUSED,
                                        "the broker refused a record of a digest run: "
                                                + refused.getCause())
                                .withRecipient(run.recipient()));
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.put(
                Headers.DEAD_ID,
                Identity.uuidOf(
                                "digest-run",
                                run.runId().toString(),
                                record.topic(),
                                Optional.ofNullable(record.headers().get(Headers.CE_ID)).orElse(""))
                        .toString());
        headers.put(Headers.DEAD_PARTITION, NOT_PUBLISHED);
        headers.put(Headers.DEAD_OFFSET, run.runId().toString());
        return new OutgoingRecord(letter.topic(), letter.key(), headers, letter.value());
    }
}
