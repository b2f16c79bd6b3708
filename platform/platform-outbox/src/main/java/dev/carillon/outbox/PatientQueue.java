package dev.carillon.outbox;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The queue between stream and handler. During the last millisecond of each poll, Debezium's reader asks an empty
/// queue for its size in a busy loop, which is two thirds of the CPU cost of an idle relay. Here that call waits for a
/// moment.
///
/// All calls are made under Debezium's lock.
public final class PatientQueue implements QueueProvider<DataChangeEvent> {
    static final String NAME = "carillon-patient";
    private static final long MOMENT = Duration.ofNanos(250_000).toNanos();

    private final ArrayDeque<DataChangeEvent> queue = new ArrayDeque<>();
    private long writer;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public void enqueue(DataChangeEvent event) {
        writer = Thread.currentThread().threadId();
        queue.addLast(event);
    }

    @Override
    public @Nullable DataChangeEvent poll() {
        return queue.pollFirst();
    }

    @Override
    public int size() {
        if (queue.isEmpty() && Thread.currentThread().threadId() != writer) {
            LockSupport.parkNanos(MOMENT);
        }
        return queue.size();
    }
}
