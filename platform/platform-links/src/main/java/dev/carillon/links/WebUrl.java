package dev.carillon.links;

import dev.carillon.links.LinkCheck.Accepted;
import dev.carillon.links.LinkCheck.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The basic URL parser of the WHATWG URL Standard for http and https, without a base, and its serializer.
final class WebUrl {
    private WebUrl() {}

    /// @param rest what follows `http:` or `https:`
    static LinkCheck check(String scheme, int defaultPort, String rest) {
        // any number of slashes or backslashes may precede the host
        int start = 0;
        while (start < rest.length() && isSlash(rest.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < rest.length()
                && !isSlash(rest.charAt(end))
                && "?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(start, end);
        if (authority.indexOf('@') >= 0) {
            return new Refused("contains a user name or a password");
        }
        int colon = authority.indexOf(':', Math.max(0, authority.lastIndexOf(']')));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty()) {
            return new Refused("has no host");
        }
        Optional<String> normalHost = WebHost.normalised(host);
        if (normalHost.isEmpty()) {
            return new Refused("has a host that does not exist");
        }
        String port = colon < 0 ? "" : port(authority.substring(colon + 1), defaultPort);
        if (port == null) {
            return new Refused("has a port that is not a number from 0 to 65535");
        }
        return new Accepted(scheme + "://" + normalHost.get() + port + path(rest.substring(end)));
    }

    /// Path, query and fragment.
    static String path(String text) {
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? null : text.substring(hash + 1);
        String front = hash < 0 ? text : text.substring(0, hash);
        int mark = front.indexOf('?');
        String query = mark < 0 ? null : front.substring(mark + 1);
        return segments(mark < 0 ? front : front.substring(0, mark))
                + (query == null ? "" : "?" + PercentEncoding.QUERY.encode(query))
                + (fragment == null ? "" : "#" + PercentEncoding.FRAGMENT.encode(fragment));
    }

    private static String segments(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments = path.replace('\\', '/').split("/", -1);
        for (int i = path.isEmpty() ? 0 : 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i].toLowerCase(Locale.ROOT)) {
                case ".", "%2e" -> {
                    if (last) {
                        kept.add("");
                    }
                }
                case "..", ".%2e", "%2e.", "%2e%2e" -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                    if (last) {
                        kept.add("");
                    }
                }
                default -> kept.add(PercentEncoding.PATH.encode(segments[i]));
            }
        }
        return "/" + String.join("/", kept);
    }

    /// With its colon; empty for the default port, null if it is not valid.
    private static @Nullable String port(String digits, int defaultPort) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            port = port * 10 + (digit - '0');
            if (digit < '0' || digit > '9' || port > 65_535) {
                return null;
            }
        }
        return digits.isEmpty() || port == defaultPort ? "" : ":" + port;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }
}
