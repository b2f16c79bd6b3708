package dev.carillon.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.local.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page of local mode in Chromium. Screenshots are stored in target/screenshots for people to look at.
class BrowserIT {
    private final List<String> errors = new ArrayList<>();
    private BrowserContext context;

    @BeforeEach
    void open() {
        context =
                Chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(1280, 820)
                                        .setLocale("en-GB")
                                        .setReducedMotion(
                                                com.microsoft.playwright.options.ReducedMotion
                                                        .REDUCE));
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void ringsWithoutReloadAndReadsInEveryTab() {
        String ann = World.person("tabs");
        Page first = signIn(ann);
        Page second = signIn(ann);
        assertThat(badge(first)).isHidden();

        try (EventLog log = new EventLog(World.stack())) {
            log.event(
                    ann + "-1", CodeHost.ASSIGNED, "browser", CodeHost.assigned(ann, "browser", 1));
        }
        assertThat(badge(first)).hasText("1");
        assertThat(badge(second)).hasText("1");

        bell(first).click();
        Locator row = rows(first).first();
        assertThat(row).containsText("browser");
        row.hover();
        screenshot(first, "drawer");
        row.getByLabel("Mark as read").click();

        assertThat(badge(first)).isHidden();
        assertThat(badge(second)).isHidden();
        assertThat(errors).isEmpty();
    }

    @Test
    void showsOnceWhatItMissedWhileTheGatewayWasAway() {
        String ann = World.person("away");
        Page page = signIn(ann);
        try (EventLog log = new EventLog(World.stack())) {
            log.event(
                    ann + "-1", CodeHost.ASSIGNED, "browser", CodeHost.assigned(ann, "browser", 1));
            assertThat(badge(page)).hasText("1");

            World.stack().kill("realtime-gateway");
            log.event(
                    ann + "-2", CodeHost.ASSIGNED, "browser", CodeHost.assigned(ann, "browser", 2));
            log.event(
                    ann + "-3", CodeHost.ASSIGNED, "browser", CodeHost.assigned(ann, "browser", 3));
            await().until(() -> World.callers().user(ann).inbox().size() == 3);
        } finally {
            World.stack().restart("realtime-gateway");
        }

        assertThat(badge(page)).hasText("3");
        bell(page).click();
        assertThat(rows(page)).hasCount(3);
        screenshot(page, "after-the-gateway-was-away");
    }

    @Test
    void looksThroughAWholeInbox() {
        String ann = World.person("scroll");
        try (EventLog log = new EventLog(World.stack())) {
            for (int i = 1; i <= 45; i++) {
                if (i % 3 == 0) {
                    log.event(
                            ann + "-" + i,
                            CodeHost.REVIEWED,
                            "scroll",
                            CodeHost.reviewed(ann, "scroll", i));
                } else {
                    log.event(
                            ann + "-" + i,
                            CodeHost.ASSIGNED,
                            "scroll",
                            CodeHost.assigned(ann, "scroll", i));
                }
            }
        }
        await().until(() -> World.callers().user(ann).inbox().size() == 45);
        Page page = signIn(ann);
        assertThat(badge(page)).hasText("9+");
        bell(page).click();
        assertThat(rows(page)).hasCount(20);
        screenshot(page, "inbox");
        rows(page).last().scrollIntoViewIfNeeded();
        assertThat(rows(page)).hasCount(40);
        rows(page).last().scrollIntoViewIfNeeded();
        assertThat(rows(page)).hasCount(45);

        page.locator("carillon-inbox [role=tab]").getByText("Comment").click();
        assertThat(rows(page)).hasCount(15);
        page.locator("carillon-inbox").getByLabel("Mark all as read").click();
        assertThat(badge(page)).hasText("9+");
        page.locator("carillon-inbox [role=tab]").getByText("All").click();
        page.locator("carillon-inbox").getByLabel("Mark all as read").click();
        assertThat(badge(page)).isHidden();
        await().until(() ->
                World.callers().user(ann).counts().path("unread").path("total").asInt() == 0);
        page.keyboard().press("Escape");
        assertThat(page.locator("carillon-inbox")).not().hasAttribute("opened", "");
    }

    @Test
    void neverExecutesTextOfUsers() {
        String ann = World.person("markup");
        String title = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";
        World.callers()
                .service()
                .post(
                        "/api/v1/notifications",
                        Map.of(
                                "recipients",
                                List.of(ann),
                                "title",
                                title,
                                "message",
                                "<script>1</script>"))
                .expect(202);
        Page page = signIn(ann);
        assertThat(badge(page)).hasText("1");
        bell(page).click();
        assertThat(rows(page).first()).containsText("<b>bold</b>");
        assertThat(page).not().hasTitle("owned");
    }

    @Test
    void keepsTheDirectionOfATextWithinIt() {
        String ann = World.person("direction");
        World.callers()
                .service()
                .post(
                        "/api/v1/notifications",
                        Map.of(
                                "recipients",
                                List.of(ann),
                                "title",
                                "שלום \u202Etxt.exe\u202C",
                                "message",
                                "open \u2067this"))
                .expect(202);
        Page page = signIn(ann);
        bell(page).click();

        Locator title = rows(page).first().locator(".title");
        assertThat(title).hasAttribute("dir", "auto");
        assertThat(title).containsText("שלום txt.exe");
        assertThat(title).hasCSS("direction", "rtl");
        assertThat(title).hasCSS("unicode-bidi", "isolate");
        Locator text = rows(page).first().locator(".text");
        assertThat(text).hasText("open \u2067this\u2069");
        assertThat(text).hasCSS("direction", "ltr");
    }

    @Test
    void showsEmptyAndErrorStates() {
        Page page = signIn(World.person("empty"));
        bell(page).click();
        assertThat(page.locator("carillon-inbox .blank")).containsText("All caught up");
        screenshot(page, "empty");

        Page broken = context.newPage();
        broken.route(
                "**/api/v1/notifications?**",
                route ->
                        route.fulfill(
                                new com.microsoft.playwright.Route.FulfillOptions()
                                        .setStatus(503)
                                        .setBody("{}")));
        broken.navigate(World.stack().url(Service.API) + "/?as=" + World.person("error"));
        bell(broken).click();
        assertThat(broken.locator("carillon-inbox .blank")).containsText("Try again");
        screenshot(broken, "error");
    }

    @Test
    void sendsFromThePageAndRefusesAWrongRecipient() {
        Page page = context.newPage();
        page.navigate(World.stack().url(Service.API) + "/");
        page.getByLabel("Recipient id").fill("not valid!");
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#sign-in-fault")).containsText("recipient");
        screenshot(page, "sign-in");

        page.getByLabel("Recipient id").fill(World.person("sender"));
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
        page.getByText("Send to myself").click();
        assertThat(page.locator("#sent")).containsText("Sent");
        assertThat(badge(page)).hasText("1");
        screenshot(page, "home");
    }

    /// Uses exactly the page that the client's README shows.
    @Test
    void ringsInAnApplicationOfAnotherOrigin() throws Exception {
        String ann = World.person("embedded");
        String shown =
                GuideBlocks.of(World.root().resolve("browser-client/README.md")).stream()
                        .filter(block -> block.file().equals(Optional.of("bell.html")))
                        .map(block -> String.join("\n", block.lines()))
                        .findFirst()
                        .orElseThrow();
        OtherOrigin.serve("/bell.html", "text/html", () -> GuidesIT.toStack(shown));
        OtherOrigin.serve(
                "/carillon-token", "text/plain", () -> World.callers().token(ann, "user"));

        Page page = context.newPage();
        page.onPageError(errors::add);
        page.navigate(OtherOrigin.origin() + "/bell.html");
        assertThat(page.locator("carillon-inbox")).hasAttribute("state", "live");
        try (EventLog log = new EventLog(World.stack())) {
            log.event(ann + "-1", CodeHost.ASSIGNED, "embed", CodeHost.assigned(ann, "embed", 1));
        }
        assertThat(badge(page)).hasText("1");
        bell(page).click();
        rows(page).first().hover();
        rows(page).first().getByLabel("Mark as read").click();

        assertThat(badge(page)).isHidden();
        await().until(() ->
                World.callers().user(ann).counts().path("unread").path("total").asInt(0) == 0);
        assertThat(errors).isEmpty();
    }

    private Page signIn(String recipient) {
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.navigate(World.stack().url(Service.API) + "/?as=" + recipient);
        assertThat(bell(page)).isVisible();
        assertThat(page.locator("carillon-inbox")).hasAttribute("state", "live");
        return page;
    }

    private static Locator bell(Page page) {
        return page.locator("carillon-inbox .bell");
    }

    private static Locator badge(Page page) {
        return page.locator("carillon-inbox .badge");
    }

    private static Locator rows(Page page) {
        return page.locator("carillon-inbox .row");
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
