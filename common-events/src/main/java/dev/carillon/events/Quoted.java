package dev.carillon.events;

/// Makes a text from outside safe to show within a sentence, a log line or a terminal: in double quotes, with control
/// characters, direction marks and other invisible characters as hexadecimal escapes, cut after [#LONGEST] characters.
public final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    /// The text in quotes.
    public static String of(String text) {
        return '"' + visible(text, true) + '"';
    }

    /// The text without quotes and not cut, for a terminal: line breaks become escapes too.
    public static String plain(String text) {
        return visible(text, false);
    }

    private static String visible(String text, boolean quoted) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (quoted && ++count > LONGEST) {
                return shown.append('…').toString();
            }
            if (quoted && (c == '"' || c == '\\')) {
                shown.append('\\').append((char) c);
            } else if (isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                    shown.append("\\u%04x".formatted((int) unit));
                }
            } else {
                shown.appendCodePoint(c);
            }
        }
        return shown.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
