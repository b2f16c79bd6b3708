package dev.carillon.events;

import java.util.regex.Pattern;

/// Names, titles and labels stand on one line, wherever they come from: over REST, from a rule or from a type's file. Every run of
/// white space, line breaks and control characters in them becomes one space, and none is left at either end.
public final class OneLine {
    /// White space, control characters (line breaks, tab, U+0000, U+0085), and Unicode's line and paragraph separators.
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cc}\\u2028\\u2029]+");

    private OneLine() {}

    /// The text on one line.
    public static String of(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }
}
