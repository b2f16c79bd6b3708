package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A cursor that a client sent; its recipient is not checked yet.
///
/// @param mark of the recipient for whom it was made, as a [CursorMark]; null in cursors of versions without marks
public record ReceivedCursor(@Nullable String mark, Cursor cursor) {
    private static final int UNMARKED_PARTS = 5;

    /// Reads what [Cursor#encoded] wrote.
    ///
    /// @throws IllegalArgumentException when the text is not one of our cursors
    public static ReceivedCursor parse(String text) {
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            String[] parts = plain.split("\\.", -1);
            if (parts.length >= UNMARKED_PARTS
                    && parts.length <= UNMARKED_PARTS + 2
                    && parts[0].equals("c1")) {
                ReceivedCursor read = read(parts);
                // numbers and ids have alternative forms such as +7 or 007; only the canonical one
                // is accepted
                if (read.cursor.isPossible() && read.cursor.encoded(read.mark).equals(text)) {
                    return read;
                }
            }
        } catch (IllegalArgumentException unreadable) {
            // reported below, in the caller's terms
        }
        throw new IllegalArgumentException("cursor must be the cursor of an answer or a frame");
    }

    private static ReceivedCursor read(String[] parts) {
        boolean marked =
                parts.length > UNMARKED_PARTS
                        && parts[UNMARKED_PARTS].length() == CursorMark.LENGTH;
        int within = marked ? UNMARKED_PARTS + 1 : UNMARKED_PARTS;
        return new ReceivedCursor(
                marked ? parts[UNMARKED_PARTS] : null,
                new Cursor(
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseInt(parts[3]),
                        Long.parseLong(parts[4]),
                        parts.length > within ? UUID.fromString(parts[within]) : null));
    }

    /// Whether it was made by a version that did not bind cursors to recipients. Its client must load everything again.
    public boolean isUnmarked() {
        return mark == null;
    }

    /// Whether it was made for another recipient.
    public boolean isOfAnother(RecipientKey recipient) {
        return mark != null && !mark.equals(CursorMark.of(recipient));
    }
}
