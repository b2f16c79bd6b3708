package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One change of an inbox: the record of `inbox-changes`, keyed by recipient. May be reordered or repeated; the database is
/// the truth.
///
/// @param epoch the recipient's
/// @param seq the change's place in the order; null for an answer to an action that changed nothing, which has none
/// @param row the row as it is now; null for a mark-all and for counts alone
/// @param action what was done, for a change
/// @param upto of a mark-all: everything that existed at this `seq`
/// @param category of a mark-all, or null for all
/// @param actionId the client action that this answers
/// @param counts as they are now, by their own `seq`
/// @param at when it was committed
public record InboxChange(
        Kind kind,
        String tenant,
        String recipient,
        long epoch,
        @Nullable Long seq,
        @Nullable InboxRow row,
        @Nullable String action,
        @Nullable Long upto,
        @Nullable String category,
        @Nullable UUID actionId,
        @Nullable ActionError error,
        Counts counts,
        Instant at) {
    /// What a client is told.
    public enum Kind {
        /// A row came, or grew.
        NOTIFICATION,
        /// Rows changed their state, or an action was answered.
        CHANGED,
        /// The answer to `get_unread_count`.
        COUNTS,
        /// A new epoch: load anew.
        RESET
    }

    /// Why an action could not be applied, such as an unknown id.
    public record ActionError(String code, String message) {
        public static ActionError of(ErrorCode code, String message) {
            return new ActionError(code.code(), message);
        }
    }

    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
