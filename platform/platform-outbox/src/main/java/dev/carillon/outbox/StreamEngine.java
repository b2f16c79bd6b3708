package dev.carillon.outbox;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of Debezium. It is discarded after any failure; a new one starts at the slot's position. Offsets are kept in
/// memory and flushed with each batch, so about one batch is repeated after a crash.
final class StreamEngine {
    private static final Logger LOG = LoggerFactory.getLogger(StreamEngine.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<Void> streaming = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    /// @param beforePolling runs before the first batch; an exception ends the run
    StreamEngine(
            DatabaseAddress database,
            RelaySettings settings,
            StreamHandler handler,
            Runnable beforePolling) {
        this.engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(properties(database, settings))
                        .using(StreamEngine.class.getClassLoader())
                        .using((long messages, Duration since) -> messages > 0)
                        .using(
                                new DebeziumEngine.ConnectorCallback() {
                                    @Override
                                    public void pollingStarted() {
                                        beforePolling.run();
                                        streaming.complete(null);
                                    }
                                })
                        .using((success, message, error) -> end(message, error))
                        .notifying(handler)
                        .build();
        this.thread = Thread.ofPlatform().name("outbox-stream").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Waits for the end of the run, for at most the given time.
    ///
    /// @return whether it has ended
    /// @throws ExecutionException with the cause if it failed
    boolean awaitEnd(Duration atMost) throws InterruptedException, ExecutionException {
        try {
            ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    boolean isStreaming() {
        return streaming.isDone() && !ended.isDone();
    }

    /// Ends the run. If it does not end in time, it is abandoned: the next reader of the slot terminates its
    /// connection, and its handler publishes nothing more.
    void close() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ended.isDone() && System.nanoTime() < deadline) {
            try {
                engine.close();
            } catch (IllegalStateException | IOException e) {
                LOG.debug("The stream cannot be stopped yet", e);
            }
            try {
                awaitEnd(Duration.ofMillis(200));
            } catch (ExecutionException e) {
                return;
            }
        }
        if (!ended.isDone()) {
            LOG.warn("The stream did not stop within {}; continuing without it", PATIENCE);
            thread.interrupt();
        }
    }

    private void run() {
        try {
            engine.run();
            end("The stream ended", null);
        } catch (RuntimeException | Error e) {
            end("The stream failed", e);
        }
    }

    private void end(@Nullable String message, @Nullable Throwable error) {
        if (error == null) {
            ended.complete(null);
        } else {
            LOG.debug("{}", message);
            ended.completeExceptionally(error);
        }
    }

    private static Properties properties(DatabaseAddress database, RelaySettings settings) {
        // Debezium's MBeans contain the name, and must differ from those of an abandoned run.
        String name = settings.slot() + "-" + UUID.randomUUID();
        String table = settings.schema() + "\\." + OutboxSchema.TABLE;
        Properties properties = new Properties();
        database.describeTo(properties);
        properties.setProperty("name", name);
        properties.setProperty("topic.prefix", name);
        properties.setProperty(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("slot.name", settings.slot());
        properties.setProperty("slot.max.retries", "0");
        properties.setProperty("publication.name", OutboxSchema.publication(settings.schema()));
        properties.setProperty("publication.autocreate.mode", "disabled");
        properties.setProperty("table.include.list", table);
        properties.setProperty("column.include.list", table + "\\.(id|topic|key|headers|value)");
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty(
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("binary.handling.mode", "bytes");
        properties.setProperty("status.update.interval.ms", "5000");
        properties.setProperty(
                "poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
        properties.setProperty("max.batch.size", Integer.toString(settings.batchSize()));
        properties.setProperty("max.queue.size", Integer.toString(4 * settings.batchSize()));
        properties.setProperty("max.queue.size.in.bytes", Long.toString(settings.queueBytes()));
        properties.setProperty("queue.provider.type", PatientQueue.NAME);
        properties.setProperty("record.processing.threads", "1");
        properties.setProperty("task.management.timeout.ms", "30000");
        return properties;
    }
}
