package dev.carillon.email.provider;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.regex.Pattern;

/// Encodes text for email headers, which hold ASCII only (RFC 2047). An email client decodes `=?…?=` wherever it
/// occurs, so text that only looks encoded is encoded too, and arrives unchanged.
public final class HeaderText {
    private static final int CHARACTERS_PER_WORD = 20;
    private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+");

    private HeaderText() {}

    /// For a header that only people read, such as the subject.
    public static String unstructured(String text) {
        if (isAscii(text)) {
            return text.contains("=?") ? quotedPrintable(text) : text;
        }
        try {
            return MimeUtility.encodeText(text, "UTF-8", null);
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For a name before an address or an id: unchanged, quoted, or encoded.
    public static String phrase(String text) {
        if (isAscii(text) && !text.contains("=?")) {
            return ATOMS.matcher(text).matches()
                    ? text
                    : '"' + text.replaceAll("[\\\\\"]", "\\\\$0") + '"';
        }
        try {
            return isAscii(text)
                    ? quotedPrintable(text)
                    : MimeUtility.encodeWord(text, "UTF-8", null);
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /// Encodes ASCII text as encoded words. The library never encodes ASCII, even when it looks like an encoded word.
    private static String quotedPrintable(String ascii) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < ascii.length(); i += CHARACTERS_PER_WORD) {
            words.append(i == 0 ? "" : " ").append("=?UTF-8?Q?");
            ascii.substring(i, Math.min(ascii.length(), i + CHARACTERS_PER_WORD))
                    .chars()
                    .forEach(c ->
                            words.append(
                                    Character.isLetterOrDigit(c)
                                            ? Character.toString(c)
                                            : "=%02X".formatted(c)));
            words.append("?=");
        }
        return words.toString();
    }
}
