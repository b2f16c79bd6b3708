package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a client stands: opaque to it, made by the API and the gateway, read by both.
///
/// @param epoch the recipient's epoch; restore, rebuild and erasure start a new one
/// @param seq the last change that the client has
/// @param partition the partition of `inbox-changes` that holds the recipient's changes
/// @param offset the log position: the client has every change of its own below this offset; -1 when not known
public record Cursor(long epoch, long seq, int partition, long offset) {
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
            if (parts.length == 5 && parts[0].equals("c1")) {
                return new Cursor(
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseInt(parts[3]),
                        Long.parseLong(parts[4]));
            }
        } catch (IllegalArgumentException unreadable) {
            // told below, in the words of a caller
        }
        throw new IllegalArgumentException("cursor must be one that an answer or a frame carried");
    }

    /// The text that clients keep and send back: URL-safe, without padding.
    public String encoded() {
        String plain = "c1." + epoch + "." + seq + "." + partition + "." + offset;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
