package dev.carillon.gateway.replay;

import dev.carillon.events.EventJson;
import dev.carillon.events.InboxChange;
import dev.carillon.events.RecipientKey;

/// One record of `inbox-changes`, as the window keeps it.
///
/// @param timestamp of the record, in epoch milliseconds
/// @param value the record's JSON; not copied, never changed
@SuppressWarnings("ArrayRecordComponent") // compared by identity only: each record is read once
public record RecentChange(
        RecipientKey recipient,
        int partition,
        long offset,
        long timestamp,
        ChangeHead head,
        byte[] value) {
    /// Estimated size in bytes of an entry's objects, without its JSON.
    private static final int OVERHEAD = 200;

    /// The whole record, parsed.
    public InboxChange change() {
        return EventJson.read(value, InboxChange.class);
    }

    long bytes() {
        return value.length + (long) OVERHEAD;
    }
}
