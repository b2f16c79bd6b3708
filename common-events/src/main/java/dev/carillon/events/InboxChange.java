package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One change of an inbox: the record of `inbox-changes`, keyed by recipient. Records may be reordered or repeated; the
/// database has the truth.
///
/// @param epoch the recipient's epoch
/// @param seq the change's position in the order; null for an answer to an action that changed nothing
/// @param row the row's current state; null for a mark-all and for counts alone
/// @param action what was done, for a change
/// @param upto for a mark-all: applies to rows up to this `seq`
/// @param category for a mark-all, or null for all
/// @param actionId the client action that this answers
/// @param counts the current counts, with their own `seq`
/// @param at when the change was committed
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
    /// The kind of a change.
    public enum Kind {
        /// A row was created or revised.
        NOTIFICATION,
        /// Rows changed their state, or an action was answered.
        CHANGED,
        /// The answer to `get_unread_count`.
        COUNTS,
        /// A new epoch: clients must load everything again.
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
