package dev.carillon.events;

import java.util.regex.Pattern;

/// Puts names, titles and labels on one line, wherever they come from: REST, a rule or a type's file. Every run of
/// white space, line breaks and control characters becomes one space, and both ends are trimmed.
public final class OneLine {
    /// White space, control characters (line breaks, tab, U+0000, U+0085), and Unicode's line and paragraph separators.
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\u2028\\u2029]+");

    private OneLine() {}

    /// The text on one line.
    public static String of(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }
}
