package dev.carillon.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The routes of a service that are pages for people. Their errors are HTML pages; those of all other routes are
/// problem details.
///
/// ```java
/// PageRoutes.builder().links("/unsubscribe").pages("/", "/local").data("/local/tokens").build();
/// ```
///
/// A route matches its path and all paths below it; the longest match is used. `/` matches only itself.
public final class PageRoutes {
    /// How a route answers errors.
    enum Kind {
        /// A page that a signed link opens.
        LINK,
        /// A page.
        PAGE,
        /// A page for browsers; JSON for callers whose `Accept` names JSON and not HTML.
        PAGE_OR_DATA,
        /// Never a page.
        DATA
    }

    private final Map<String, Kind> routes;

    private PageRoutes(Map<String, Kind> routes) {
        this.routes = new TreeMap<>(routes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The kind of page that a request asks for; `DATA` for none.
    ///
    /// A path without a route is a page if a browser asks for one (a link that a person followed), but never below
    /// `/api`.
    Kind of(HttpServletRequest request) {
        String path = path(request);
        if (path == null) {
            return Kind.DATA;
        }
        Kind found = longest(path);
        if (found == null) {
            return isReading(request) && accepts(request, "text/html") ? Kind.PAGE : Kind.DATA;
        }
        if (found == Kind.PAGE_OR_DATA) {
            return accepts(request, "json") && !accepts(request, "text/html")
                    ? Kind.DATA
                    : Kind.PAGE;
        }
        return found;
    }

    private @Nullable Kind longest(String path) {
        for (String prefix = path; !prefix.isEmpty(); ) {
            Kind found = routes.get(prefix);
            if (found != null) {
                return found;
            }
            prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        }
        return null;
    }

    /// The raw path, so that a path that cannot be decoded has a kind too.
    private static @Nullable String path(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed instanceof String original ? original : request.getRequestURI();
    }

    private static boolean isReading(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
    }

    private static boolean accepts(HttpServletRequest request, String type) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(type);
    }

    /// Collects routes.
    public static final class Builder {
        private final Map<String, Kind> routes = new TreeMap<>();

        private Builder() {
            data("/api", "/actuator", "/v3");
        }

        /// Pages that signed links open.
        public Builder links(String... paths) {
            return add(Kind.LINK, paths);
        }

        public Builder pages(String... paths) {
            return add(Kind.PAGE, paths);
        }

        /// Pages that callers can get as JSON, by `Accept`.
        public Builder pagesOrData(String... paths) {
            return add(Kind.PAGE_OR_DATA, paths);
        }

        public Builder data(String... paths) {
            return add(Kind.DATA, paths);
        }

        public PageRoutes build() {
            return new PageRoutes(routes);
        }

        private Builder add(Kind kind, String... paths) {
            for (String path : paths) {
                routes.put(path, kind);
            }
            return this;
        }
    }
}
