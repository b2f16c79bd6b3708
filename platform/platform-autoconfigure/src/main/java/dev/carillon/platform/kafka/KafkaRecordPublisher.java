package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.observability.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [RecordPublisher] with one idempotent producer that never drops a record.
///
/// A round sends all pending records and waits for every answer. A record with a temporary failure is sent again,
/// together with every later record of its key, so that the last record of a key stays the last. A producer with a
/// permanent failure is replaced.
final class KafkaRecordPublisher implements RecordPublisher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaRecordPublisher.class);
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Supplier<Producer<String, byte[]>> producers;
    private final TopicNames names;
    private final ProducerFaults faults;
    private @Nullable Producer<String, byte[]> producer;
    private volatile boolean closed;

    KafkaRecordPublisher(
            Supplier<Producer<String, byte[]>> producers, TopicNames names, ProducerFaults faults) {
        this.producers = producers;
        this.names = names;
        this.faults = faults;
    }

    @Override
    public void publish(List<OutgoingRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        @Nullable String traceparent = Trace.currentTraceparent();
        List<OutgoingRecord> pending = records;
        List<OutgoingRecord> refused = new ArrayList<>();
        @Nullable Throwable refusal = null;
        boolean alone = false;
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            Round round = send(pending, traceparent, alone);
            refused.addAll(round.refused());
            refusal = refusal == null ? round.refusal() : refusal;
            pending = round.again();
            alone |= round.suspect();
            Throwable fault = round.fault();
            if (fault != null) {
                await(fault, attempt, pending.size());
            }
        }
        faults.succeeded();
        if (refusal != null) {
            throw new RecordRefusedException(refused, refusal);
        }
    }

    private Round send(List<OutgoingRecord> pending, @Nullable String traceparent, boolean alone) {
        Producer<String, byte[]> current = producer();
        List<Future<RecordMetadata>> answers = new ArrayList<>(pending.size());
        @Nullable Throwable stopped = null;
        for (OutgoingRecord record : pending) {
            if (stopped != null) {
                answers.add(CompletableFuture.failedFuture(stopped));
                continue;
            }
            Future<RecordMetadata> answer;
            try {
                answer = current.send(producerRecord(record, traceparent));
                if (alone) {
                    outcome(answer);
                }
            } catch (InterruptException stopping) {
                throw new PublishInterruptedException(stopping);
            } catch (RuntimeException fault) {
                answer = CompletableFuture.failedFuture(fault);
                stopped = isRefusal(fault) ? null : fault;
            }
            answers.add(answer);
        }
        return evaluate(current, pending, answers, alone);
    }

    private Round evaluate(
            Producer<String, byte[]> current,
            List<OutgoingRecord> pending,
            List<Future<RecordMetadata>> answers,
            boolean alone) {
        List<OutgoingRecord> again = new ArrayList<>();
        List<OutgoingRecord> refused = new ArrayList<>();
        @Nullable Throwable refusal = null;
        @Nullable Throwable fault = null;
        boolean suspect = false;
        Set<String> keysAgain = new HashSet<>();
        for (int i = 0; i < pending.size(); i++) {
            OutgoingRecord record = pending.get(i);
            Throwable failed = outcome(answers.get(i));
            // the broker rejects a whole batch for one invalid record: send each alone to find it
            boolean doubtful =
                    failed instanceof InvalidRecordException && !alone && pending.size() > 1;
            if (failed != null && isRefusal(failed) && !doubtful) {
                refused.add(record);
                refusal = failed;
            } else if (failed != null || keysAgain.contains(record.topic() + " " + record.key())) {
                again.add(record);
                keysAgain.add(record.topic() + " " + record.key());
                suspect |= doubtful;
                if (failed != null && !doubtful) {
                    fault = failed;
                }
            }
        }
        if (fault != null && !(fault instanceof RetriableException)) {
            discard(current);
        }
        return new Round(again, refused, refusal, fault, suspect);
    }

    /// Null if acknowledged, else the failure. Waits without limit.
    private @Nullable Throwable outcome(Future<RecordMetadata> answer) {
        while (true) {
            try {
                answer.get(LATE.toMillis(), TimeUnit.MILLISECONDS);
                return null;
            } catch (ExecutionException failed) {
                return failed.getCause() == null ? failed : failed.getCause();
            } catch (TimeoutException late) {
                faults.failed("no acknowledgement for " + LATE.toSeconds() + " s");
                if (closed) {
                    throw new PublishInterruptedException(late);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new PublishInterruptedException(stopping);
            }
        }
    }

    private void await(Throwable fault, int attempt, int left) {
        if (closed) {
            throw new PublishInterruptedException(fault);
        }
        Duration pause = EndlessRetry.pauseBefore(attempt);
        faults.failed(fault.toString());
        log.warn(
                "{} record(s) were not acknowledged; sending them again in {} ms: {}",
                left,
                pause.toMillis(),
                fault.toString());
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new PublishInterruptedException(stopping);
        }
    }

    private static boolean isRefusal(Throwable fault) {
        return fault instanceof RecordTooLargeException
                || fault instanceof RecordBatchTooLargeException
                || fault instanceof InvalidRecordException
                || fault instanceof InvalidTimestampException
                || fault instanceof SerializationException;
    }

    private ProducerRecord<String, byte[]> producerRecord(
            OutgoingRecord record, @Nullable String traceparent) {
        ProducerRecord<String, byte[]> outgoing =
                new ProducerRecord<>(names.of(record.topic()), record.key(), record.value());
        record.headers()
                .forEach((name, value) ->
                        outgoing.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (traceparent != null && !record.headers().containsKey(Headers.TRACEPARENT)) {
            outgoing.headers()
                    .add(Headers.TRACEPARENT, traceparent.getBytes(StandardCharsets.US_ASCII));
        }
        return outgoing;
    }

    private synchronized Producer<String, byte[]> producer() {
        if (closed) {
            throw new PublishInterruptedException(
                    new IllegalStateException("the publisher is closed"));
        }
        Producer<String, byte[]> known = producer;
        if (known == null) {
            known = producers.get();
            producer = known;
        }
        return known;
    }

    private synchronized void discard(Producer<String, byte[]> failed) {
        if (failed.equals(producer)) {
            producer = null;
            failed.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
            producer = null;
        }
    }

    /// @param again the records to send again, in order
    /// @param fault the cause; null if only [#suspect()] requires it
    /// @param suspect whether one of several records may be invalid
    private record Round(
            List<OutgoingRecord> again,
            List<OutgoingRecord> refused,
            @Nullable Throwable refusal,
            @Nullable Throwable fault,
            boolean suspect) {}
}
