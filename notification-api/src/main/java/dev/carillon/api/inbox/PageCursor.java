package dev.carillon.api.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// Where a page of the list begins; opaque to clients. It carries its direction, so a client may just send it back.
record PageCursor(Side side, UUID id) {
    /// On which side of the id the page lies.
    enum Side {
        OLDER('o'),
        OLDER_FROM('f'),
        NEWER('n');

        private final char letter;

        Side(char letter) {
            this.letter = letter;
        }
    }

    /// Reads what [#encoded()] wrote.
    ///
    /// @throws IllegalArgumentException when the text is no cursor of a list
    static PageCursor parse(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        if (plain.startsWith("l1.") && plain.length() == 41) {
            for (Side side : Side.values()) {
                if (plain.charAt(3) == side.letter) {
                    return new PageCursor(side, UUID.fromString(plain.substring(5)));
                }
            }
        }
        throw new IllegalArgumentException("not a cursor of a list");
    }

    String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ("l1." + side.letter + "." + id).getBytes(StandardCharsets.US_ASCII));
    }
}
