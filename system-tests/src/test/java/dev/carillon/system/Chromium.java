package dev.carillon.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The browser of this JVM. It starts when first used and ends with the JVM. Not thread-safe.
final class Chromium {
    private Chromium() {}

    private static final class Started {
        private static final Browser BROWSER = launch();

        private static Browser launch() {
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(
                                            Map.of(
                                                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                                                    installed() == null ? "0" : "1")));
            BrowserType.LaunchOptions options =
                    new BrowserType.LaunchOptions()
                            .setArgs(
                                    List.of(
                                            "--no-sandbox",
                                            "--disable-background-networking",
                                            "--disable-component-update"));
            if (installed() != null) {
                options.setExecutablePath(installed());
            }
            PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
            Browser browser = playwright.chromium().launch(options);
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "stop-chromium"));
            return browser;
        }

        /// The installed Chromium; if there is none, Playwright's own is used.
        private static Path installed() {
            return Stream.of(
                            "/usr/bin/chromium",
                            "/usr/bin/chromium-browser",
                            "/usr/bin/google-chrome")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
        }
    }

    static Browser browser() {
        return Started.BROWSER;
    }
}
