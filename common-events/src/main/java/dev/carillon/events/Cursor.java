package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a client stands: opaque to it, made by the API and the gateway, read by both.
///
/// @param epoch the recipient's epoch; restore, rebuild and erasure start a new one
/// @param seq the last change that the client has
/// @param partition the partition of `inbox-changes` that holds the recipient's changes
/// @param offset the log position: the client has every change of its own below this offset; -1 when not known
/// @param within of a page of changes that is not the last: the client has the rows of the next `seq` up to this id. It lacks
///     rows that were there before and changed later, so only the changes endpoint can go on from it; null otherwise
public record Cursor(long epoch, long seq, int partition, long offset, @Nullable UUID within) {
    /// Where every change is had whole.
    public Cursor(long epoch, long seq, int partition, long offset) {
        this(epoch, seq, partition, offset, null);
    }

    /// Whoever has nothing yet.
    public static Cursor start(long epoch) {
        return new Cursor(epoch, 0, -1, -1);
    }

    /// Reads what [#encoded()] wrote.
    ///
    /// @throws IllegalArgumentException when the text is no cursor of ours
    public static Cursor parse(String text) {
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            String[] parts = plain.split("\\.", -1);
            if ((parts.length == 5 || parts.length == 6) && parts[0].equals("c1")) {
                Cursor cursor =
                        new Cursor(
                                Long.parseLong(parts[1]),
                                Long.parseLong(parts[2]),
                                Integer.parseInt(parts[3]),
                                Long.parseLong(parts[4]),
                                parts.length == 5 ? null : UUID.fromString(parts[5]));
                // numbers and ids have other forms too, such as +7 or 007; we write one
                if (cursor.isPossible() && cursor.encoded().equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException unreadable) {
            // told below, in the words of a caller
        }
        throw new IllegalArgumentException("cursor must be one that an answer or a frame carried");
    }

    private boolean isPossible() {
        return epoch >= 0 && seq >= 0 && partition >= -1 && offset >= -1;
    }

    /// The text that clients keep and send back: URL-safe, without padding.
    public String encoded() {
        String whole = "c1." + epoch + "." + seq + "." + partition + "." + offset;
        String plain = within == null ? whole : whole + "." + within;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
