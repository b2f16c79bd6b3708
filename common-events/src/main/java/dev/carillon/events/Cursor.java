package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client already has; opaque to clients. The API and the gateway both create and read cursors.
///
/// @param epoch the recipient's epoch; restore, rebuild and erasure start a new one
/// @param seq the last change that the client has
/// @param partition the partition of `inbox-changes` that holds the recipient's changes
/// @param offset the log position: the client has every change of its own below this offset; -1 if not known
/// @param within set if the cursor is from a changes page that is not the last: the client has the rows of the next
///     `seq` up to this id. It lacks rows that were changed again later, so only the changes endpoint can continue from
///     this cursor; null otherwise
public record Cursor(long epoch, long seq, int partition, long offset, @Nullable UUID within) {
    /// The epoch of a recipient that was never restored, rebuilt or erased.
    public static final long FIRST_EPOCH = 1;

    /// A cursor between two changes, not within one.
    public Cursor(long epoch, long seq, int partition, long offset) {
        this(epoch, seq, partition, offset, null);
    }

    /// The cursor of a client that has nothing yet.
    public static Cursor start(long epoch) {
        return new Cursor(epoch, 0, -1, -1);
    }

    boolean isPossible() {
        return epoch >= 0 && seq >= 0 && partition >= -1 && offset >= -1;
    }

    /// The text that clients keep and send back: URL-safe, without padding. It names its recipient, so that
    /// [ReceivedCursor] can refuse it for another one.
    public String encoded(RecipientKey recipient) {
        return encoded(CursorMark.of(recipient));
    }

    String encoded(@Nullable String mark) {
        StringBuilder plain = new StringBuilder(64);
        plain.append("c1.").append(epoch).append('.').append(seq);
        plain.append('.').append(partition).append('.').append(offset);
        if (mark != null) {
            plain.append('.').append(mark);
        }
        if (within != null) {
            plain.append('.').append(within);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
