package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a person did at a client: the record of `client-actions`, keyed by recipient. Sent again until answered.
///
/// @param actionId the client's own id of it; a repeated one changes nothing and is answered again
/// @param action see [Action]
/// @param id the row, for an action on one
/// @param upto of mark_all_read: what existed at this `seq`
/// @param category of mark_all_read, or null for all
/// @param seq that the person saw, or null to apply to the state as it is
/// @param at when the gateway took it
public record ClientAction(
        String tenant,
        String recipient,
        UUID actionId,
        Action action,
        @Nullable UUID id,
        @Nullable Long upto,
        @Nullable String category,
        @Nullable Long seq,
        Instant at) {
    /// The actions; JSON has the lower-case names, which are the protocol's message types.
    public enum Action {
        MARK_SEEN,
        MARK_READ,
        MARK_UNREAD,
        ARCHIVE,
        CLICKED,
        MARK_ALL_READ,
        GET_UNREAD_COUNT
    }

    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
