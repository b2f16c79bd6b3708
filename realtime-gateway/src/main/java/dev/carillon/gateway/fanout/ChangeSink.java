package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import dev.carillon.gateway.replay.RecentChange;
import java.util.List;

/// Receives what a [ChangeSource] reads.
public interface ChangeSink {
    /// The current number of partitions of the log. If it grew, recipients may have moved, and clients must call the
    /// changes endpoint.
    void partitions(int count);

    /// Reading of a partition starts at this offset.
    void begin(int partition, long offset);

    /// The next records.
    ///
    /// @param positions by partition, the offset up to which everything was read
    void read(List<RecentChange> changes, List<Announcement> announcements, long[] positions);

    /// Changes were lost or may have been lost: clients must call the changes endpoint.
    void disrupted();
}
