package dev.carillon.events;

import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps the effect of a text's direction marks inside that text (Unicode Bidirectional Algorithm, UAX #9). Without it,
/// a name that ends with U+202E (right-to-left override) mirrors the text after it.
///
/// Overrides are removed: they show letters in another order than they are written, which only a forgery needs.
/// Embeddings and isolates are kept, and closed at the end of the line or text if it left them open. A closing mark
/// that closes nothing is removed. Arabic and Hebrew with their marks read as before.
public final class BidiText {
    private static final char LRM = '\u200E';
    private static final char RLM = '\u200F';
    private static final char ALM = '\u061C';
    private static final char LRE = '\u202A';
    private static final char RLE = '\u202B';
    private static final char PDF = '\u202C';
    private static final char LRO = '\u202D';
    private static final char RLO = '\u202E';
    private static final char LRI = '\u2066';
    private static final char RLI = '\u2067';
    private static final char FSI = '\u2068';
    private static final char PDI = '\u2069';

    /// Deeper nesting is removed, so that closing the open marks adds few characters.
    private static final int DEEPEST = 16;

    private final StringBuilder out;
    private final Deque<Opened> opened = new ArrayDeque<>();
    private int isolates;
    private int written;

    private BidiText(int length) {
        this.out = new StringBuilder(length + DEEPEST);
    }

    /// @param written false if the opening mark was removed; then its closing mark must be removed too
    private record Opened(boolean isolate, boolean written) {}

    /// The text with every open direction mark closed at its end and at the end of each line.
    public static String closed(String text) {
        return isFree(text) ? text : new BidiText(text.length()).close(text);
    }

    /// The same, for use within other text: a line that still contains a direction mark is isolated (FSI … PDI).
    public static String isolated(String value) {
        if (isFree(value)) {
            return value;
        }
        StringBuilder isolated = new StringBuilder(value.length() + 8);
        String closed = closed(value);
        int start = 0;
        for (int end = 0; end <= closed.length(); end++) {
            if (end == closed.length() || endsLine(closed.charAt(end))) {
                String line = closed.substring(start, end);
                isolated.append(isFree(line) ? line : FSI + line + PDI);
                if (end < closed.length()) {
                    isolated.append(closed.charAt(end));
                }
                start = end + 1;
            }
        }
        return isolated.toString();
    }

    /// The text without any direction mark.
    public static String without(String text) {
        return isFree(text)
                ? text
                : text.codePoints()
                        .filter(character -> !isMark(character))
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static boolean isFree(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isMark(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMark(int c) {
        return (c >= LRE && c <= RLO) || (c >= LRI && c <= PDI) || c == LRM || c == RLM || c == ALM;
    }

    private String close(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case LRO, RLO -> opened.push(new Opened(false, false));
                case LRE, RLE -> open(c, false);
                case LRI, RLI, FSI -> open(c, true);
                case PDF -> {
                    if (!opened.isEmpty() && !opened.getFirst().isolate()) {
                        closeInnermost();
                    }
                }
                case PDI -> {
                    if (isolates > 0) {
                        while (!closeInnermost().isolate()) {
                            // the end of an isolate also closes the embeddings within it
                        }
                    }
                }
                default -> {
                    if (endsLine(c)) {
                        closeAll();
                    }
                    out.append(c);
                }
            }
        }
        closeAll();
        return out.toString();
    }

    private void open(char mark, boolean isolate) {
        boolean fits = written < DEEPEST;
        opened.push(new Opened(isolate, fits));
        isolates += isolate ? 1 : 0;
        if (fits) {
            written++;
            out.append(mark);
        }
    }

    private Opened closeInnermost() {
        Opened innermost = opened.pop();
        isolates -= innermost.isolate() ? 1 : 0;
        if (innermost.written()) {
            written--;
            int last = out.length() - 1;
            if (isOpening(out.charAt(last))) {
                out.setLength(last); // the isolate was empty
            } else {
                out.append(innermost.isolate() ? PDI : PDF);
            }
        }
        return innermost;
    }

    private void closeAll() {
        while (!opened.isEmpty()) {
            closeInnermost();
        }
    }

    private static boolean isOpening(char c) {
        return c == LRE || c == RLE || c == LRI || c == RLI || c == FSI;
    }

    private static boolean endsLine(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
