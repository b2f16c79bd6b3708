package dev.carillon.platform.page;

import dev.carillon.events.BidiText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/// The frame of every HTML page that the services render: the product's name above a card, in the palette of the
/// emails. The style is in the page and allowed by its hash. There are no scripts, so pages work in every browser.
public final class PageFrame {
    public static final String MEDIA_TYPE = "text/html;charset=UTF-8";

    private static final String STYLE = style();

    private final String product;
    private final String home;

    /// @param home the link target of the product's name, such as `https://app.example.com/`
    public PageFrame(String product, String home) {
        this.product = product;
        this.home = home;
    }

    /// The headers of every page. The URL of a page may be a signed link, so the page is neither cached nor sent as a
    /// referrer to other sites.
    public static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src '"
                        + hash(STYLE)
                        + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cache-Control", "no-store");
        return headers;
    }

    public String product() {
        return product;
    }

    public String home() {
        return home;
    }

    /// A complete page.
    ///
    /// @param title plain text
    /// @param content markup below the title; all values in it must be escaped
    public String html(Locale language, String title, String content) {
        return html(language, "", title, content);
    }

    /// @param chip markup above the title, such as a label; may be empty
    public String html(Locale language, String chip, String title, String content) {
        return """
        <!doctype html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>%s · %s</title>
        <style>%s</style>
        </head>
        <body>
        <div class="page">
        <header><a href="%s">%s</a></header>
        <main>
        %s
        <h1>%s</h1>
        %s
        </main>
        </div>
        </body>
        </html>
        """
                .formatted(
                        language.toLanguageTag(),
                        escape(title),
                        escape(product),
                        STYLE,
                        escape(home),
                        escape(product),
                        chip,
                        escape(title),
                        content);
    }

    /// Escapes a text for HTML. A direction mark ends with the text.
    public static String escape(String text) {
        return HtmlUtils.htmlEscape(BidiText.closed(text), "UTF-8");
    }

    private static String style() {
        try (InputStream in = PageFrame.class.getResourceAsStream("/pages/page.css")) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks pages/page.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String style) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }
}
