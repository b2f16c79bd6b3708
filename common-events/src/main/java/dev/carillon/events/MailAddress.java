package dev.carillon.events;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A mail address. [#read(String)] is the only check of addresses: the API uses it for recipients, email-service for
/// its settings, for the suppression list and before every attempt. So mail can be sent to every accepted address.
///
/// Accepted before the `@`: the characters of RFC 5321, dots anywhere (`a..b@` and `a.@` are quoted when they are
/// sent), a quoted text, and letters, digits and symbols of any script (RFC 6531). Accepted after it: what [DomainName]
/// accepts. Refused: names (`Ada <ada@mail.example>`), several addresses, comments, IP addresses, white space, control
/// characters, invisible characters, and anything too long for SMTP.
///
/// @param local the part before the `@`, without quotes, in Unicode's form NFC
/// @param domain in lower case, as ASCII (`xn--…`)
public record MailAddress(String local, String domain) {
    /// The form of an address, for error messages.
    public static final String ALLOWED = "one address such as ann@mail.example, without a name";

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;
    private static final String ATOM = "!#$%&'*+-/=?^_`{|}~";

    /// The result of [MailAddress#read].
    public sealed interface Reading {
        /// The text is an address.
        record Valid(MailAddress address) implements Reading {}

        /// The text is not an address.
        ///
        /// @param message what is wrong, as text after "the address": `has no @`
        record Fault(String message) implements Reading {}
    }

    /// Reads an address; the same fault always has the same message.
    public static Reading read(String text) {
        int at = separator(text);
        String fault = shape(text, at);
        if (fault == null) {
            fault = invisible(text, at);
        }
        if (fault != null) {
            return new Reading.Fault(fault);
        }
        if (at < 0) {
            return new Reading.Fault("has no @");
        }
        String local = Normalizer.normalize(unquoted(text.substring(0, at)), Normalizer.Form.NFC);
        fault = localFault(text, local, at);
        if (fault != null) {
            return new Reading.Fault(fault);
        }
        return switch (DomainName.read(text.substring(at + 1))) {
            case DomainName.Reading.Fault domain -> new Reading.Fault(domain.message());
            case DomainName.Reading.Valid domain -> whole(new MailAddress(local, domain.ascii()));
        };
    }

    private static Reading whole(MailAddress address) {
        int bytes = bytes(address.wire());
        return bytes > LONGEST
                ? new Reading.Fault("has " + bytes + " bytes; at most " + LONGEST)
                : new Reading.Valid(address);
    }

    /// The form for SMTP and mail headers: the part before the `@` is quoted if needed.
    public String wire() {
        return quotedLocal(local) + "@" + domain;
    }

    /// Whether only servers with SMTPUTF8 accept it (RFC 6531).
    public boolean needsSmtpUtf8() {
        return local.chars().anyMatch(c -> c > 126);
    }

    @Override
    public String toString() {
        return wire();
    }

    /// The index of the `@` that ends the local part; -1 without one, or if a quoted part does not end.
    private static int separator(String text) {
        if (!text.startsWith("\"")) {
            return text.indexOf('@');
        }
        int end = 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1 < text.length() && text.charAt(end + 1) == '@' ? end + 1 : -1;
    }

    /// Faults of the whole text, not of a single character.
    private static @Nullable String shape(String text, int at) {
        if (text.isBlank()) {
            return "is empty";
        }
        if (text.endsWith(">") && text.indexOf('<') >= 0) {
            return "has a name or angle brackets around it";
        }
        String rest = text.substring(at + 1);
        if (at >= 0 && rest.indexOf('@') >= 0) {
            return rest.indexOf(',') >= 0 || rest.indexOf(';') >= 0
                    ? "is a list of several addresses"
                    : "has more than one @";
        }
        if (text.startsWith("\"") && at < 0) {
            return "has a quoted part that does not end right before the @";
        }
        return null;
    }

    /// The first character that no address may contain. In a domain, the domain's own rules decide about joiners.
    private static @Nullable String invisible(String text, int at) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean joiner = (c == 0x200C || c == 0x200D) && i > at && at >= 0;
            boolean quoted = c == ' ' && i < at && text.startsWith("\"");
            String why = quoted || joiner ? null : whyNowhere(c);
            if (why != null) {
                return character(text, i) + why;
            }
        }
        return null;
    }

    private static @Nullable String whyNowhere(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> ", a control character";
            case Character.SURROGATE -> ", half of a surrogate pair";
            case Character.UNASSIGNED -> ", which Unicode does not assign";
            case Character.PRIVATE_USE -> ", which is for private use";
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    ", white space";
            case Character.FORMAT -> ", which is invisible";
            default ->
                    UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                            ? ", which is invisible"
                            : null;
        };
    }

    private static @Nullable String localFault(String text, String local, int at) {
        if (local.isEmpty()) {
            return "has nothing before the @";
        }
        boolean quoted = text.startsWith("\"");
        for (int i = 0; i < at && !quoted; i++) {
            char c = text.charAt(i);
            if (c < 127 && !isAtom(c) && c != '.') {
                return character(text, i) + ", which is not allowed before the @";
            }
        }
        int first = local.codePointAt(0);
        if (isMark(first)) {
            return "begins with " + name(first) + ", which needs a letter before it";
        }
        int bytes = bytes(quotedLocal(local));
        return bytes > LONGEST_LOCAL
                ? "has " + bytes + " bytes before the @; at most " + LONGEST_LOCAL
                : null;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isAtom(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c > 126
                || ATOM.indexOf(c) >= 0;
    }

    private static String unquoted(String local) {
        return local.startsWith("\"")
                ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1")
                : local;
    }

    private static String quotedLocal(String local) {
        boolean plain =
                !local.startsWith(".")
                        && !local.endsWith(".")
                        && !local.contains("..")
                        && local.chars().allMatch(c -> isAtom(c) || c == '.');
        return plain ? local : '"' + local.replaceAll("[\\\\\"]", "\\\\$0") + '"';
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// `has U+200B (zero width space) as character 17`.
    private static String character(String text, int index) {
        return "has "
                + name(text.codePointAt(index))
                + " as character "
                + (text.codePointCount(0, index) + 1);
    }

    /// `U+200B (zero width space)`.
    static String name(int c) {
        String name = Character.getName(c);
        return "U+%04X".formatted(c)
                + (name == null ? "" : " (" + name.toLowerCase(Locale.ROOT) + ")");
    }
}
