package dev.carillon.links;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The percent-encode sets of the URL Standard: the characters that a part of a URL cannot contain unencoded. Half of a
/// surrogate pair becomes U+FFFD; a `%` is kept, even without digits.
enum PercentEncoding {
    PATH(" \"#<>?^`{}"),
    QUERY(" \"#<>'"),
    FRAGMENT(" \"<>`");

    private final String encoded;

    PercentEncoding(String encoded) {
        this.encoded = encoded;
    }

    String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character -> {
                    if (character > 0x1F && character < 0x7F && encoded.indexOf(character) < 0) {
                        out.append((char) character);
                    } else {
                        boolean half = character >= 0xD800 && character <= 0xDFFF;
                        for (byte octet :
                                Character.toString(half ? 0xFFFD : character)
                                        .getBytes(StandardCharsets.UTF_8)) {
                            out.append('%').append(hex(octet >> 4)).append(hex(octet));
                        }
                    }
                });
        return out.toString();
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 0xF, 16));
    }

    /// Decodes percent escapes, read as UTF-8.
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? digit(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[i + 2]);
            if (low < 0) {
                decoded.write(bytes[i]);
            } else {
                decoded.write((high << 4) | low);
                i += 2;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte octet) {
        return octet < 0 ? -1 : Character.digit((char) octet, 16);
    }
}
