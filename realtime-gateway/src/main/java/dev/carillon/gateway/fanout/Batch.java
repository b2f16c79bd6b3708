package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The records of one poll, for every event loop. Each loop handles the records of its own connections, then calls
/// [#done()].
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

    /// The log position that a loop has reached when it has handled this batch.
    public long position(int partition) {
        return positions[partition];
    }

    public int partitions() {
        return positions.length;
    }

    /// One loop is done; the last one releases the shared frames.
    public void done() {
        if (loopsLeft.decrementAndGet() == 0) {
            deliveries.forEach(Delivery::release);
            whenAllDone.run();
        }
    }
}
