package dev.carillon.api.inbox;

import dev.carillon.events.CursorMark;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// Where a page of the list begins; opaque to clients. It carries its direction, so that a client can just send it
/// back, and the recipient of its list ([CursorMark]), so that nobody can use another person's cursor.
record PageCursor(Side side, UUID id) {
    private static final String FORM = "l2";

    /// The side of the id on which the page lies.
    enum Side {
        OLDER('o'),
        OLDER_FROM('f'),
        NEWER('n');

        private final char letter;

        Side(char letter) {
            this.letter = letter;
        }
    }

    /// Reads what [#encoded] wrote.
    ///
    /// @throws IllegalArgumentException when the text is not a cursor of this recipient's list
    static PageCursor parse(String text, RecipientKey who) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        String[] parts = plain.split("\\.", -1);
        if (parts.length == 4 && parts[2].length() == 1) {
            for (Side side : Side.values()) {
                if (parts[2].charAt(0) == side.letter) {
                    PageCursor cursor = new PageCursor(side, UUID.fromString(parts[3]));
                    if (cursor.encoded(who).equals(text)) {
                        return cursor;
                    }
                }
            }
        }
        throw new IllegalArgumentException("not a cursor of this list");
    }

    String encoded(RecipientKey who) {
        String plain = String.join(".", FORM, CursorMark.of(who), "" + side.letter, id.toString());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
