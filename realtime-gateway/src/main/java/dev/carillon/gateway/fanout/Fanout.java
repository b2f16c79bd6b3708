package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import dev.carillon.gateway.replay.RecentChange;
import dev.carillon.gateway.replay.RecentWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds records to the window, then passes them to the event loops. At most [#AHEAD] batches wait in the loops' queues:
/// a source that is faster than the loops is blocked instead of buffered.
public final class Fanout implements ChangeSink {
    private static final Logger log = LoggerFactory.getLogger(Fanout.class);
    private static final int AHEAD = 32;

    private final RecentWindow window;
    private final Receivers receivers;
    private final Clock clock;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private final Counter malformed;
    private int partitions;

    public Fanout(
            RecentWindow window, Receivers receivers, Clock clock, MeterRegistry meterRegistry) {
        this.window = window;
        this.receivers = receivers;
        this.clock = clock;
        this.malformed =
                Counter.builder("carillon.gateway.changes.malformed")
                        .description(
                                "Records of inbox-changes that could not be converted to a message")
                        .register(meterRegistry);
        Gauge.builder("carillon.gateway.window.bytes", window, RecentWindow::bytes)
                .description("Bytes in the window of recent changes")
                .register(meterRegistry);
        Gauge.builder("carillon.gateway.window.changes", window, RecentWindow::size)
                .description("Changes in the window of recent changes")
                .register(meterRegistry);
    }

    @Override
    public void partitions(int count) {
        boolean grown = partitions > 0 && count > partitions;
        partitions = count;
        window.partitions(count);
        if (grown) {
            disrupted();
        }
    }

    @Override
    public void begin(int partition, long offset) {
        window.begin(partition, offset);
    }

    @Override
    public void read(
            List<RecentChange> changes, List<Announcement> announcements, long[] positions) {
        changes.forEach(window::add);
        for (int partition = 0; partition < positions.length; partition++) {
            window.readTo(partition, positions[partition]);
        }
        window.expire(clock.millis());
        List<Delivery> deliveries = new ArrayList<>();
        for (RecentChange change : changes) {
            if (receivers.isConnected(change.recipient())) {
                encode(change, deliveries);
            }
        }
        ahead.acquireUninterruptibly();
        receivers.deliver(
                new Batch(
                        deliveries,
                        announcements,
                        positions.clone(),
                        receivers.loops(),
                        ahead::release));
    }

    private void encode(RecentChange change, List<Delivery> deliveries) {
        try {
            deliveries.add(Delivery.encoded(change, ByteBufAllocator.DEFAULT));
        } catch (RuntimeException e) {
            malformed.increment();
            log.error(
                    "Skipped the malformed change at partition {}, offset {} of inbox-changes;"
                            + " its recipient's clients will call the changes endpoint",
                    change.partition(),
                    change.offset(),
                    e);
        }
    }

    @Override
    public void disrupted() {
        receivers.resyncAll();
    }
}
