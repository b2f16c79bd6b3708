package dev.carillon.platform.web;

import dev.carillon.events.Problem;
import dev.carillon.platform.observability.Trace;
import dev.carillon.platform.page.PageFrame;
import dev.carillon.platform.page.PageTexts;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/// The HTML form of an error, for pages for people. It is stored in the servlet context, because the code that answers
/// errors knows only the request: filters, the security chain, Tomcat's valves.
final class FaultPages {
    static final String ATTRIBUTE = FaultPages.class.getName();

    private static final PageTexts TEXTS = PageTexts.load("/pages/faults");
    private static final Set<Integer> KNOWN = Set.of(400, 401, 403, 404, 405, 413, 429, 500, 503);

    private final PageRoutes routes;
    private final PageFrame frame;

    FaultPages(PageRoutes routes, PageFrame frame) {
        this.routes = routes;
        this.frame = frame;
    }

    /// The error pages of a request's service; null if it has none, as on the management port.
    static @Nullable FaultPages of(HttpServletRequest request) {
        if (request instanceof Request raw && raw.getContext() == null) {
            return null;
        }
        return of(request.getServletContext());
    }

    static @Nullable FaultPages of(@Nullable ServletContext context) {
        return context != null && context.getAttribute(ATTRIBUTE) instanceof FaultPages pages
                ? pages
                : null;
    }

    /// Whether errors of the request are answered with a page.
    boolean serve(HttpServletRequest request) {
        return routes.of(request) != PageRoutes.Kind.DATA;
    }

    String page(HttpServletRequest request, Problem problem) {
        Locale language = PageTexts.language(null, request.getHeader("Accept-Language"));
        String key = key(request, problem.status());
        String trace = problem.status() >= 500 ? Trace.currentTraceId() : null;
        String chip = TEXTS.say(language, key.equals("link") ? "link.chip" : "chip");
        return frame.html(
                language,
                "<span class=\"chip alarm\">" + PageFrame.escape(chip) + "</span>",
                TEXTS.say(language, key + ".title"),
                """
                <p>%s</p>
                <div class="actions"><a class="button" href="%s">%s</a></div>
                %s
                """
                        .formatted(
                                PageFrame.escape(
                                        TEXTS.say(language, key + ".text", frame.product())),
                                PageFrame.escape(frame.home()),
                                PageFrame.escape(TEXTS.say(language, "open", frame.product())),
                                trace == null
                                        ? ""
                                        : "<p class=\"fine\">"
                                                + PageFrame.escape(
                                                        TEXTS.say(language, "500.trace", trace))
                                                + "</p>"));
    }

    private String key(HttpServletRequest request, int status) {
        if (routes.of(request) == PageRoutes.Kind.LINK && (status == 404 || status == 400)) {
            return "link";
        }
        if (KNOWN.contains(status)) {
            return Integer.toString(status);
        }
        return status >= 500 ? "500" : "400";
    }
}
