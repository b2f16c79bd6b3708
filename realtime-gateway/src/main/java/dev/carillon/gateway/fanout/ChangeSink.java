package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import dev.carillon.gateway.replay.RecentChange;
import java.util.List;

/// Takes what a [ChangeSource] reads.
public interface ChangeSink {
    /// The log has so many partitions now; when that is more than before, recipients moved and clients must ask the database.
    void partitions(int count);

    /// The reading of a partition begins here.
    void begin(int partition, long offset);

    /// The next that was read.
    ///
    /// @param positions by partition, the offset up to which everything was read
    void read(List<RecentChange> changes, List<Announcement> announcements, long[] positions);

    /// Changes were lost or may have been: clients must ask the database.
    void disrupted();
}
