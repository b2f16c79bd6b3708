package dev.carillon.events;

import java.net.URI;
import java.net.URISyntaxException;

/// Which links a notification may carry. Whoever takes one in and whoever passes it on ask here, so that none is accepted and
/// then left out.
public final class Links {
    /// Characters of a link at most.
    public static final int LONGEST = 2_048;

    /// As errors name them.
    public static final String ALLOWED =
            "an http or https URL, or a path of the product such as /issues/7";

    private Links() {}

    /// Whether a person may be led there: http or https with a host, or a path that begins with one `/`. A browser would take
    /// `//host` for another site, and `javascript:` for a program.
    public static boolean isLink(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (scheme == null) {
                return text.startsWith("/") && !text.startsWith("//");
            }
            return (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
                    && uri.getHost() != null;
        } catch (URISyntaxException noUrl) {
            return false;
        }
    }
}
