package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person's action at a client: the record of `client-actions`, keyed by recipient. The client repeats it until it is
/// answered.
///
/// @param actionId the client's own id of the action; a repeated one changes nothing and is answered again
/// @param action see [Action]
/// @param id the row, for an action on one row
/// @param upto for mark_all_read: applies to rows up to this `seq`
/// @param category for mark_all_read, or null for all
/// @param seq that the person saw, or null to apply to the current state
/// @param at when the gateway received it
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
    /// The actions. JSON uses the lower-case names, which are the protocol's message types.
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
