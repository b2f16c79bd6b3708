package dev.carillon.events;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The domain of a mail address or URL, as ASCII. Names in other scripts are mapped as browsers do (UTS 46,
/// non-transitional: `ß` is kept and does not become `ss`), then checked by IDNA 2008, which allows letters, digits and
/// hyphens of every script but, for example, no emoji.
///
/// Also refused: IP addresses, a dot at either end, two dots in a row, labels of more than 63 characters, more than 253
/// characters in total.
public final class DomainName {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST = 253;

    /// Characters that IDNA 2008 allows although they are neither letters nor digits. Most of them are valid only next
    /// to certain others; the mapping checks that.
    private static final Set<Integer> EXCEPTIONS =
            Set.of(
                    0x00B7, 0x0375, 0x05F3, 0x05F4, 0x06FD, 0x06FE, 0x0F0B, 0x200C, 0x200D, 0x3007,
                    0x30FB);

    /// This rule is not needed for sending: many real names have hyphens at these positions.
    private static final Set<IDNA.Error> IGNORED = EnumSet.of(IDNA.Error.HYPHEN_3_4);

    private static final IDNA MAPPING =
            IDNA.getUTS46Instance(
                    IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE
                            | IDNA.USE_STD3_RULES
                            | IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ
                            | IDNA.CHECK_CONTEXTO);

    private DomainName() {}

    /// The result of [DomainName#read].
    public sealed interface Reading {
        /// @param ascii in lower case; labels that are not ASCII have the form `xn--…`
        record Valid(String ascii) implements Reading {}

        /// @param message what is wrong, as text after "the address"
        record Fault(String message) implements Reading {}
    }

    /// Reads a domain; the same fault always has the same message.
    public static Reading read(String text) {
        StringBuilder mapped = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        MAPPING.nameToASCII(text, mapped, info);
        String ascii = mapped.toString();
        String fault = shape(text);
        if (fault == null) {
            fault = characters(text);
        }
        if (fault == null) {
            fault = lengths(ascii);
        }
        if (fault == null) {
            fault = labels(text, info);
        }
        return fault == null ? new Reading.Valid(ascii) : new Reading.Fault(fault);
    }

    private static @Nullable String shape(String text) {
        if (text.isEmpty()) {
            return "has nothing after the @";
        }
        if (text.startsWith("[")) {
            return "has an IP address after the @ where a domain must be";
        }
        String dots = text.replaceAll("[\u3002\uFF0E\uFF61]", ".");
        if (dots.startsWith(".")) {
            return "has a dot at the beginning of its domain";
        }
        if (dots.endsWith(".")) {
            return "has a dot at the end of its domain";
        }
        if (dots.contains("..")) {
            return "has two dots in a row in its domain";
        }
        return dots.substring(dots.lastIndexOf('.') + 1).matches("[0-9]+")
                ? "has a domain whose last label is a number"
                : null;
    }

    /// The first character that no domain may contain. An `xn--…` label is decoded first.
    private static @Nullable String characters(String text) {
        for (int c : text.codePoints().toArray()) {
            if (c < 128 && !isLetterDigitHyphen(c) && c != '.') {
                return inDomain(c);
            }
        }
        StringBuilder meant = new StringBuilder();
        MAPPING.nameToUnicode(text, meant, new IDNA.Info());
        for (int c : meant.codePoints().toArray()) {
            if (c >= 128 && c != 0xFFFD && !isAllowed(c)) {
                return inDomain(c);
            }
        }
        return null;
    }

    private static String inDomain(int c) {
        return "has " + MailAddress.name(c) + " in its domain, which no domain may have";
    }

    private static boolean isLetterDigitHyphen(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }

    private static boolean isAllowed(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER ->
                    true;
            default -> EXCEPTIONS.contains(c);
        };
    }

    private static @Nullable String lengths(String ascii) {
        for (String label : ascii.split("\\.", -1)) {
            if (label.length() > LONGEST_LABEL) {
                return "has "
                        + label.length()
                        + " characters in the label "
                        + label.substring(0, 12)
                        + "… of its domain; at most "
                        + LONGEST_LABEL;
            }
        }
        return ascii.length() > LONGEST
                ? "has " + ascii.length() + " characters in its domain; at most " + LONGEST
                : null;
    }

    private static @Nullable String labels(String text, IDNA.Info whole) {
        for (String label : text.split("[.\u3002\uFF0E\uFF61]", -1)) {
            IDNA.Info info = new IDNA.Info();
            MAPPING.labelToASCII(label, new StringBuilder(), info);
            String fault = fault(info, "the label " + label + " of its domain");
            if (fault != null) {
                return fault;
            }
        }
        return fault(whole, "its domain");
    }

    private static @Nullable String fault(IDNA.Info info, String where) {
        Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
        errors.addAll(info.getErrors());
        errors.removeAll(IGNORED);
        if (errors.isEmpty()) {
            return null;
        }
        return "has "
                + switch (errors.iterator().next()) {
                    case EMPTY_LABEL -> "an empty label in " + where;
                    case LABEL_TOO_LONG, DOMAIN_NAME_TOO_LONG -> "too many characters in " + where;
                    case LEADING_HYPHEN, TRAILING_HYPHEN ->
                            "a hyphen at the beginning or end of " + where;
                    case LEADING_COMBINING_MARK -> "a combining mark at the beginning of " + where;
                    case PUNYCODE, INVALID_ACE_LABEL -> "invalid punycode in " + where;
                    case BIDI ->
                            "left-to-right and right-to-left characters mixed in "
                                    + where
                                    + " in an order that no domain may have";
                    case CONTEXTJ, CONTEXTO_PUNCTUATION, CONTEXTO_DIGITS ->
                            "a character in " + where + " that is not allowed at its place";
                    case DISALLOWED, LABEL_HAS_DOT, HYPHEN_3_4 ->
                            "a character in " + where + " that no domain may have";
                };
    }
}
