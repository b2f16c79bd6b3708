package dev.carillon.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.local.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Clicks every button and submits every form of every page for people in Chromium, directly and behind a proxy that
/// terminates TLS. The buttons are read from the pages, so new ones are clicked without a change here. Screenshots are
/// stored in target/screenshots.
class PagesIT {
    private static final Pattern URL =
            Pattern.compile("https?://\\S+/(unsubscribe|preferences)/\\S+");

    private static String person;
    private static List<String> immediate;
    private static List<String> digest;

    private final List<String> faults = new ArrayList<>();
    private final AtomicInteger loaded = new AtomicInteger();

    /// Requests of the page without an answer yet.
    private final Set<Request> underWay = ConcurrentHashMap.newKeySet();

    private BrowserContext context;

    /// How the browser reaches a service.
    enum Way {
        DIRECT,
        TLS;

        String origin(Service service) {
            return this == TLS
                    ? World.tls(service).origin()
                    : World.stack().url(service).toString().replaceAll("/$", "");
        }
    }

    @BeforeAll
    static void sendMails() {
        person = World.person("pages");
        World.register(person);
        try (EventLog log = new EventLog(World.stack())) {
            log.event(
                    person + "-1",
                    CodeHost.ASSIGNED,
                    "pages",
                    CodeHost.assigned(person, "pages", 1));
            log.event(
                    person + "-2",
                    CodeHost.REVIEWED,
                    "pages",
                    CodeHost.reviewed(person, "pages", 2));
        }
        await().until(() -> mails().size() == 1);
        await().until(() ->
                World.callers()
                                .user(person)
                                .get(Service.DIGEST, "/api/v1/digests/pending")
                                .body()
                                .path("items")
                                .size()
                        == 1);
        World.callers()
                .user(person)
                .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                .expect(200);
        await().until(() -> mails().size() == 2);
        for (JsonNode mail : mails()) {
            List<String> paths = new ArrayList<>();
            Matcher url = URL.matcher(mail.path("text").asString());
            while (url.find()) {
                paths.add(url.group().replaceFirst("https?://[^/]+", ""));
            }
            if (mail.path("kind").asString().equals("digest")) {
                digest = paths;
            } else {
                immediate = paths;
            }
        }
    }

    private static List<JsonNode> mails() {
        return World.callers().mails(person);
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsubscribesAndUndoesByOneClickEach(Way way) {
        for (String path : List.of(unsubscribe(digest), unsubscribe(immediate))) {
            String before = preferences();
            Page page = open(way.origin(Service.API) + path);

            page.getByText("Unsubscribe", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("h1")).hasText("You’re unsubscribed");
            assertThat(preferences()).isNotEqualTo(before);
            if (path.equals(unsubscribe(digest))) {
                assertThat(preferences())
                        .contains("\"digest\":{\"frequency\":\"never\"")
                        .doesNotContain("email");
            }

            page.getByText("Undo", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("h1")).hasText("Your settings are restored");
            assertThat(preferences()).isEqualTo(before);
            page.close();
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyButtonOfALinkPageWorks(Way way) {
        Set<String> clicked = new TreeSet<>();
        for (String path : List.of(unsubscribe(immediate), unsubscribe(digest), settings(digest))) {
            Page page = open(way.origin(Service.API) + path);
            follow(page, page.url(), List.of(), clicked);
            page.close();
        }
        assertThat(clicked).contains("Unsubscribe", "Undo", "Resubscribe", "Save");
        assertThat(faults).isEmpty();
    }

    /// Clicks the buttons of a page, and those of the pages that they lead to. A page is reached by opening the address
    /// and repeating the clicks. Pages with the same heading and buttons count as the same page.
    private void follow(Page page, String url, List<Integer> steps, Set<String> seen) {
        String heading = page.locator("h1").innerText();
        List<String> buttons = page.locator("button").allInnerTexts();
        if (!seen.add(heading + " " + buttons) || steps.size() > 4) {
            return;
        }
        for (int i = 0; i < buttons.size(); i++) {
            page.navigate(url);
            for (int step : steps) {
                click(page, step);
            }
            if (page.locator("button").count() <= i) {
                continue; // The person's state has changed the page in the meantime.
            }
            seen.add(page.locator("button").nth(i).innerText());
            click(page, i);
            List<Integer> further = new ArrayList<>(steps);
            further.add(i);
            follow(page, url, further, seen);
        }
        // A freshly loaded page may show the changed settings differently.
        page.navigate(url);
        if (!seen.contains(
                page.locator("h1").innerText() + " " + page.locator("button").allInnerTexts())) {
            follow(page, url, List.of(), seen);
        }
    }

    private void click(Page page, int button) {
        if (page.locator("button").count() > button) {
            int before = loaded.get();
            page.locator("button").nth(button).click();
            page.waitForCondition(() -> loaded.get() > before);
            assertThat(page.locator("main h1")).isVisible();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyButtonOfTheMailboxWorks(Way way) {
        String url = way.origin(Service.EMAIL) + "/mailbox?recipient=" + person;
        Page page = open(url);
        assertThat(page.locator("#mails button")).hasCount(2);
        page.locator("#mails button").first().click();
        everyButton(
                page,
                () -> {
                    page.navigate(url);
                    assertThat(page.locator("#mails button")).hasCount(2);
                    page.locator("#mails button").first().click();
                    assertThat(page.locator("#tab-html")).isVisible();
                },
                () -> page.waitForCondition(underWay::isEmpty));
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyButtonOfTheLocalPageWorks(Way way) {
        String url = way.origin(Service.API) + "/";
        Page page = open(url);
        // Of some requests of this page Chromium reports no end.
        Runnable idle = () -> page.waitForLoadState(LoadState.NETWORKIDLE);
        everyButton(
                page,
                () -> {
                    // First a document without scripts: the page itself may still be signing in.
                    page.navigate(url + "client/config.json");
                    page.evaluate("localStorage.clear()");
                    page.navigate(url);
                    assertThat(page.locator("#sign-in")).isVisible();
                    assertThat(page.locator("#people button").first()).isVisible();
                    page.getByLabel("Recipient id").fill(person);
                },
                idle);
        everyButton(
                page,
                () -> {
                    page.navigate(url + "?as=" + person);
                    assertThat(page.locator("carillon-inbox .bell")).isVisible();
                    assertThat(page.locator("carillon-inbox")).hasAttribute("state", "live");
                },
                idle);
        page.navigate(url + "?as=" + person);
        page.locator("#send button").click();
        assertThat(page.locator("#sent")).containsText("Sent");
        page.locator("#digest").click();
        assertThat(page.locator("#digested")).not().hasText("");
        assertThat(page.locator("#digested")).not().hasClass("bad");
        assertThat(faults).isEmpty();
    }

    /// Clicks each button that the page shows; the page is prepared again before each click.
    private void everyButton(Page page, Runnable ready, Runnable answered) {
        ready.run();
        Locator buttons = page.locator("button:visible");
        int count = buttons.count();
        assertThat(count).isPositive();
        for (int i = 0; i < count; i++) {
            ready.run();
            buttons.nth(i).click();
            answered.run();
        }
    }

    @Test
    void aDeepLinkIntoTheDescriptionsShowsAnOperationWithItsParameters() {
        Page page = open(Way.DIRECT.origin(Service.API) + "/docs#/Recipients/putRecipient");

        Locator parameters =
                page.locator("#operations-Recipients-putRecipient .parameters").first();
        assertThat(parameters).containsText("The recipient's id.");
        assertThat(parameters).containsText("string");
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFaultIsAPageThatLeadsOn(Way way) {
        for (String path :
                List.of("/unsubscribe/broken", "/preferences/broken/more", "/acme/shop/7")) {
            Page page = context().newPage();
            page.navigate(way.origin(Service.API) + path);
            assertThat(page.locator(".chip.alarm")).isVisible();
            page.getByText("Open Carillon").click();
            assertThat(page).hasURL(World.stack().url(Service.API) + "/");
            page.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void looksLikeTheEmails(ColorScheme scheme) {
        for (int width : new int[] {390, 1440}) {
            context =
                    Chromium.browser()
                            .newContext(
                                    new Browser.NewContextOptions()
                                            .setViewportSize(width, 840)
                                            .setLocale(width == 390 ? "de-DE" : "en-GB")
                                            .setColorScheme(scheme));
            Page page = context.newPage();
            String end = "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
            String api = Way.DIRECT.origin(Service.API);
            page.navigate(api + unsubscribe(immediate));
            screenshot(page, "link-ask" + end);
            page.locator("button").first().click();
            screenshot(page, "link-done" + end);
            page.locator("button").first().click();
            screenshot(page, "link-undone" + end);
            page.navigate(api + settings(digest));
            page.locator("main form:last-of-type button").click();
            screenshot(page, "link-settings" + end);
            page.navigate(api + "/unsubscribe/broken");
            screenshot(page, "link-broken" + end);
            assertThat(page.locator("html")).hasAttribute("lang", width == 390 ? "de" : "en");
            context.close();
        }
        context = null;
    }

    private static String unsubscribe(List<String> paths) {
        return paths.stream()
                .filter(path -> path.startsWith("/unsubscribe/"))
                .findFirst()
                .orElseThrow();
    }

    private static String settings(List<String> paths) {
        return paths.stream()
                .filter(path -> path.startsWith("/preferences/"))
                .findFirst()
                .orElseThrow();
    }

    private static String preferences() {
        return World.callers()
                .user(person)
                .get("/api/v1/preferences")
                .expect(200)
                .body()
                .toString();
    }

    private BrowserContext context() {
        if (context == null) {
            context =
                    Chromium.browser()
                            .newContext(
                                    new Browser.NewContextOptions()
                                            .setLocale("en-GB")
                                            .setIgnoreHTTPSErrors(true)
                                            .setReducedMotion(ReducedMotion.REDUCE));
        }
        return context;
    }

    private Page open(String url) {
        Page page = context().newPage();
        page.onPageError(faults::add);
        page.onLoad(_ -> loaded.incrementAndGet());
        page.onResponse(response -> {
            if (response.status() >= 400) {
                faults.add(
                        response.request().method()
                                + " "
                                + response.url()
                                + " "
                                + response.status());
            }
        });
        page.onRequest(underWay::add);
        page.onRequestFinished(underWay::remove);
        page.onRequestFailed(request -> {
            underWay.remove(request);
            if (!"net::ERR_ABORTED".equals(request.failure())) {
                faults.add(request.method() + " " + request.url() + " " + request.failure());
            }
        });
        page.navigate(url);
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
