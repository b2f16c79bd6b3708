package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What one poll brought, for every event loop: each takes what concerns its own connections, then calls [#done()].
public final class Batch {
    private final List<Delivery> deliveries;
    private final List<Announcement> announcements;
    private final long[] positions;
    private final AtomicInteger loopsLeft;
    private final Runnable whenAllDone;

    Batch(
            List<Delivery> deliveries,
            List<Announcement> announcements,
            long[] positions,
            int loops,
            Runnable whenAllDone) {
        this.deliveries = List.copyOf(deliveries);
        this.announcements = List.copyOf(announcements);
        this.positions = positions;
        this.loopsLeft = new AtomicInteger(loops);
        this.whenAllDone = whenAllDone;
    }

    public List<Delivery> deliveries() {
        return deliveries;
    }

    public List<Announcement> announcements() {
        return announcements;
    }

    /// The log position that a loop has reached once it is through with this batch.
    public long position(int partition) {
        return positions[partition];
    }

    public int partitions() {
        return positions.length;
    }

    /// One loop is through; the last one gives the shared frames back.
    public void done() {
        if (loopsLeft.decrementAndGet() == 0) {
            deliveries.forEach(Delivery::release);
            whenAllDone.run();
        }
    }
}
