package dev.carillon.api.link;

import dev.carillon.api.web.ContentHash;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/// The frame of every hosted page. Its style stands in the page, allowed by hash; there are no scripts.
final class HostedPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --text: #1c2430; --quiet: #5b6675; --back: #f3f5f8; --card: #fff;
              --line: #dde3ea; --accent: #2456c7; --on-accent: #fff }
            @media (prefers-color-scheme: dark) { :root { --text: #e8ecf2; --quiet: #9aa6b5; --back: #11161d;
              --card: #1a212b; --line: #2c3643; --accent: #7ea6ff; --on-accent: #0c1626 } }
            * { box-sizing: border-box }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
              background: var(--back); color: var(--text); font: 1rem/1.55 system-ui, sans-serif }
            main { width: 100%; max-width: 30rem; background: var(--card); border: 1px solid var(--line);
              border-radius: 1rem; padding: 2rem }
            h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem }
            p { margin: 0 0 1.25rem; color: var(--quiet) }
            form { margin: 0 }
            label { display: flex; justify-content: space-between; gap: 1rem; padding: .7rem 0;
              border-bottom: 1px solid var(--line) }
            input { width: 1.15rem; height: 1.15rem; accent-color: var(--accent) }
            button { margin-top: 1.25rem; font: inherit; font-weight: 600; padding: .7rem 1.25rem; border: 0;
              border-radius: .6rem; background: var(--accent); color: var(--on-accent); cursor: pointer }
            button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
            """;
    private static final String POLICY =
            "default-src 'none'; style-src '"
                    + ContentHash.sha256(STYLE.getBytes(StandardCharsets.UTF_8))
                    + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private HostedPage() {}

    /// @param content markup, in which everything foreign is escaped already
    static ResponseEntity<String> of(HttpStatus status, String title, String content) {
        String page =
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """
                        .formatted(escaped(title), STYLE, escaped(title), content);
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(page);
    }

    static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
