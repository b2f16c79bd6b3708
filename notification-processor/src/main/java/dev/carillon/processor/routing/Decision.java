package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.processor.deduplication.Claim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A decision that is ready to be stored.
///
/// @param emission every record that follows from it
/// @param claim stored with the decision; null when it takes no dedup key
record Decision(
        Candidate candidate,
        UUID notificationId,
        Map<Channel, ChannelOutcome> channels,
        Instant decidedAt,
        List<OutgoingRecord> emission,
        @Nullable Claim claim) {}
