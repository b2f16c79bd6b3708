package dev.carillon.links;

import dev.carillon.links.LinkCheck.Accepted;
import dev.carillon.links.LinkCheck.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks links: http or https with a host, or a path of the product that begins with a single `/`.
///
/// The result has the form that a browser would send: `HTTPS://Bücher.example:443/a b|c` becomes
/// `https://xn--bcher-kva.example/a%20b|c`. Refused are links that could run a program (`javascript:`), hide their host
/// (`https://bank.example@evil.example`) or leave the site (`//evil.example`).
public final class Links {
    /// The longest link, in its normal form.
    public static final int LONGEST = 2_048;

    /// The longest input that is checked; removing blanks and dot segments may still shorten it.
    public static final int LONGEST_INPUT = 4 * LONGEST;

    /// The accepted links, as errors describe them.
    public static final String ALLOWED =
            "an http or https URL, or a path of the product such as /issues/7; at most "
                    + LONGEST
                    + " characters";

    private static final Pattern SCHEME =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);

    private Links() {}

    /// Checks and normalises a link.
    public static LinkCheck check(String text) {
        if (text.length() > LONGEST_INPUT) {
            return tooLong(text.length());
        }
        String link = withoutBlanks(text);
        Matcher scheme = SCHEME.matcher(link);
        LinkCheck checked = scheme.matches() ? absolute(scheme) : path(link);
        return checked instanceof Accepted(String url) && url.length() > LONGEST
                ? tooLong(url.length())
                : checked;
    }

    /// The link in its normal form; empty when it is refused.
    public static Optional<String> normalised(String text) {
        return check(text) instanceof Accepted(String url) ? Optional.of(url) : Optional.empty();
    }

    private static LinkCheck absolute(Matcher scheme) {
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "http" -> WebUrl.check(name, 80, scheme.group(2));
            case "https" -> WebUrl.check(name, 443, scheme.group(2));
            default -> new Refused("has the scheme " + shortened(name) + ", not http or https");
        };
    }

    private static LinkCheck path(String link) {
        if (!link.startsWith("/")) {
            return new Refused("is neither an http or https URL nor a path that begins with /");
        }
        if (link.length() > 1 && (link.charAt(1) == '/' || link.charAt(1) == '\\')) {
            return new Refused("begins with //, which leads to another site");
        }
        String path = WebUrl.path(link);
        // removing dot segments must not turn the path into `//another-site`
        return new Accepted(path.startsWith("//") ? "/." + path : path);
    }

    /// Removes blanks and control characters at both ends, and tabs and line breaks everywhere.
    private static String withoutBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(start, end).replaceAll("[\t\n\r]", "");
    }

    private static Refused tooLong(int length) {
        return new Refused(true, "has " + length + " characters, more than " + LONGEST);
    }

    private static String shortened(String name) {
        return name.length() <= 20 ? name : name.substring(0, 20) + "…";
    }
}
