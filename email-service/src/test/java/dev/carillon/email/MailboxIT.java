package dev.carillon.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.email.quota.Ask;
import dev.carillon.email.quota.MailQuota;
import dev.carillon.email.quota.Reservation;
import dev.carillon.email.suppression.Suppressions;
import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.link.SignedLinks;
import dev.carillon.test.EmbeddedServers;
import dev.carillon.test.TestTokens;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.util.HtmlUtils;

/// The path of an email with the local default provider: rendering, quota, pre-send checks, endpoints.
@TestPropertySource(
        properties = {
            "carillon.public-url=https://app.example",
            "carillon.email.quota.day=20",
            "carillon.email.quota.recipient-hour=3"
        })
class MailboxIT extends EmailContext {
    @Autowired private MailQuota quota;
    @Autowired private SignedLinks links;
    @Autowired private Suppressions suppressions;

    @Test
    void aRecordBecomesOneMailThatAPersonCanOpen() throws Exception {
        freshDay();
        known("ann");
        EmailMessage message = Given.immediate("ann", "issue-1", now());
        publish(message);
        publish(message); // As a producer does after a crash.
        EmailMessage marker = Given.immediate("ann", "issue-2", now());
        publish(marker);
        awaitState(message.id(), "sent");
        awaitState(marker.id(), "sent");

        Map<String, Object> page =
                json(get("/mailbox?to=ANN@mail.example", "application/json", "").body());
        assertThat(list(page, "items")).hasSize(2);
        Map<String, Object> mail =
                list(page, "items").stream()
                        .filter(one -> one.get("id").equals(message.id().toString()))
                        .findFirst()
                        .orElseThrow();
        assertThat(mail)
                .containsEntry("kind", "immediate")
                .containsEntry("to", "ann@mail.example")
                .containsEntry("subject", "Ann assigned you issue-1")
                .containsEntry("notification_ids", List.of(message.id().toString()));
        String html = String.valueOf(mail.get("html"));
        assertThat(html)
                .contains(
                        "&lt;b&gt;Fix&lt;/b&gt;",
                        "https://app.example/issues/7",
                        "prefers-color-scheme")
                .contains("https://app.example/unsubscribe/", "https://app.example/preferences/")
                .doesNotContain("<b>Fix");
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100 * 1024);
        assertThat(String.valueOf(mail.get("text"))).contains("<b>Fix</b> the \"flux\" & go");
        @SuppressWarnings("unchecked")
        Map<String, String> headers = (Map<String, String>) mail.get("headers");
        assertThat(headers.get("List-Unsubscribe"))
                .matches("<https://app\\.example/unsubscribe/[A-Za-z0-9_.-]+>");
        assertThat(headers)
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .containsEntry("Auto-Submitted", "auto-generated")
                .containsKeys("List-Id", "Message-ID", "References");
        assertThat(headers.get("Message-ID")).contains(message.id() + ".0@");

        TimelineEntry entry =
                Given.value(
                        records(TIMELINE, 1, message.id().toString()).getFirst().value(),
                        TimelineEntry.class);
        assertThat(entry.stage()).isEqualTo("mailed");
        assertThat(entry.notificationId()).isEqualTo(message.id());
        assertThat(get("/mailbox", "text/html", "").body()).contains("<title>Mailbox");
        assertThat(get("/mailbox?limit=0", "application/json", "").statusCode()).isEqualTo(400);
        assertThat(get("/mailbox?to=a%00b", "application/json", "").statusCode()).isEqualTo(400);
    }

    @Test
    void footerHeaderAndLinkNameTheSameAndACriticalMailCannotBeStopped() throws Exception {
        freshDay();
        known("una");
        EmailMessage immediate = Given.immediate("una", "plain-1", now());
        EmailMessage critical =
                Given.immediate(
                        Given.notification("una", "critical-1", now(), null),
                        0,
                        Priority.HIGH,
                        true);
        EmailMessage digest = Given.digest("una", "daily", 2, 2, now());
        for (EmailMessage message : List.of(immediate, critical, digest)) {
            publish(message);
            awaitState(message.id(), "sent");
        }
        assertStoppable(immediate, "assignment", "Unsubscribe from “");
        assertStoppable(digest, null, "Unsubscribe from digests");

        Map<String, Object> mail = mail(critical);
        assertThat(headers(mail)).doesNotContainKeys("List-Unsubscribe", "List-Unsubscribe-Post");
        for (String body : List.of("html", "text")) {
            assertThat(String.valueOf(mail.get(body)))
                    .contains("/preferences/")
                    .doesNotContainIgnoringCase("unsubscribe");
        }
    }

    private void assertStoppable(EmailMessage message, String about, String footer)
            throws Exception {
        Map<String, Object> mail = mail(message);
        String header = headers(mail).get("List-Unsubscribe");
        String url = header.substring(1, header.length() - 1);
        assertThat(headers(mail))
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        assertThat(links.verify(SignedLinks.UNSUBSCRIBE, url.substring(url.lastIndexOf('/') + 1)))
                .get()
                .satisfies(link -> {
                    assertThat(link.who().recipient()).isEqualTo("una");
                    assertThat(link.about()).isEqualTo(about);
                });
        assertThat(String.valueOf(mail.get("html"))).contains(url, footer);
        assertThat(String.valueOf(mail.get("text"))).contains(url, footer);
    }

    private Map<String, Object> mail(EmailMessage message) throws Exception {
        return list(json(get("/mailbox?recipient=una", "application/json", "").body()), "items")
                .stream()
                .filter(one -> one.get("id").equals(message.id().toString()))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> headers(Map<String, Object> mail) {
        return (Map<String, String>) mail.get("headers");
    }

    @Test
    void aDigestIsGroupedCappedAndInTheReadersLanguage() throws Exception {
        freshDay();
        known("bea", "de");
        EmailMessage digest = Given.digest("bea", "daily", 15, 27, now());
        publish(digest);
        awaitState(digest.id(), "sent");
        Map<String, Object> mail =
                list(json(get("/mailbox?recipient=bea", "application/json", "").body()), "items")
                        .getFirst();
        assertThat(mail)
                .containsEntry("kind", "digest")
                .containsEntry("subject", "Deine Tagesübersicht: 27 Mitteilungen für dich");
        assertThat(String.valueOf(mail.get("html")))
                .contains("und 12 weitere", "Assignment", "lang=\"de\"");
        assertThat(list(mail, "notification_ids")).hasSize(15);
        assertThat(records(TIMELINE, 15, digest.id().toString())).hasSize(15);
    }

    @Test
    void aTypesTemplateForMailIsRenderedInTheReadersLocale() throws Exception {
        freshDay();
        known("finn", "de-CH");
        publish(Given.type("issue-assigned", 3, now()));
        await().until(() ->
                jdbc.queryForObject(
                                "select count(*) from notification_types where key = 'issue-assigned' and version = 3",
                                Integer.class)
                        == 1);
        Notification typed = Given.typed("finn", "issue-assigned", 3, now());
        EmailMessage message = Given.immediate(typed, 0, Priority.HIGH, false);
        publish(message);
        awaitState(message.id(), "sent");
        Map<String, Object> mail =
                list(json(get("/mailbox?recipient=finn", "application/json", "").body()), "items")
                        .getFirst();
        assertThat(mail).containsEntry("subject", "Bob & Söhne braucht dich, finn");
        assertThat(String.valueOf(mail.get("html")))
                .contains(
                        "Bob &amp; Söhne",
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "(123456789012345678.25 EUR)",
                        "dir=\"auto\">Bob &amp; Söhne braucht dich, finn<")
                .doesNotContain("<script>", "javascript:", "Vorgang öffnen", "\u202E");
        TimelineEntry entry =
                Given.value(
                        records(TIMELINE, 1, message.id().toString()).getFirst().value(),
                        TimelineEntry.class);
        assertThat(entry.text())
                .endsWith(
                        "The link action_url was left out: it has the scheme javascript, not http or https.");
        assertThat(entry.details()).containsKey("left_out_links");
    }

    @Test
    void aTemplateInOneLanguageMakesTheWholeMailOfThatLanguage() throws Exception {
        freshDay();
        known("gesa", "de");
        publish(
                Given.type(
                        "english-only",
                        1,
                        now(),
                        Map.of(
                                "en",
                                new NotificationType.Template(
                                        "Look", "Something happened", null, null, null))));
        awaitType("english-only");
        EmailMessage message =
                Given.immediate(
                        Given.typed("gesa", "english-only", 1, now()), 0, Priority.HIGH, false);
        publish(message);
        awaitState(message.id(), "sent");
        String html = html("gesa");
        assertThat(html).contains("lang=\"en\"", ">Open<", ">Email settings<");
        assertThat(html).doesNotContain("Einstellungen");
    }

    @Test
    void labelsAreInTheReadersLanguageAndImagesAndLongLinksAreKept() throws Exception {
        freshDay();
        publish(
                Given.catalogue(
                        1,
                        now(),
                        new Category(
                                "harvest",
                                "Harvest",
                                1,
                                null,
                                Map.of(),
                                Map.of("en", "Harvest", "de", "Überfällige Ernte"))));
        awaitType(Catalogue.KEY);
        known("hans", "de-CH");
        String link = "https://shop.example/?q=" + "a&".repeat(1012);
        assertThat(link).hasSize(2048);
        Notification notification =
                Given.with(
                        Given.notification("hans", "issue-9", now(), null),
                        "harvest",
                        link,
                        "https://cdn.example/a.png?x=1&y=\"2\"");
        EmailMessage message = Given.immediate(notification, 0, Priority.MEDIUM, false);
        publish(message);
        awaitState(message.id(), "sent");
        assertThat(html("hans"))
                .contains(
                        "Überfällige Ernte",
                        "src=\"https://cdn.example/a.png?x=1&y=%222%22\"",
                        "alt=\"Ann assigned you issue-9\"",
                        link);
        assertThat(headersOf("hans").get("List-Id"))
                .startsWith("=?UTF-8?Q?=C3=9Cberf=C3=A4llige_Ernte?= <harvest.default.");

        known("heike", "de");
        EmailMessage plain = Given.digest("heike", "long", 30, 30, now());
        EmailMessage digest =
                new EmailMessage(
                        plain.id(),
                        0,
                        plain.kind(),
                        "default",
                        "heike",
                        Priority.MEDIUM,
                        false,
                        plain.notifications().stream()
                                .map(one ->
                                        Given.with(
                                                one,
                                                one.equals(plain.notifications().getFirst())
                                                        ? "other"
                                                        : "harvest",
                                                link,
                                                "javascript:alert(1)"))
                                .toList(),
                        30,
                        plain.digest(),
                        now(),
                        now());
        publish(digest);
        awaitState(digest.id(), "sent");
        assertThat(html("heike"))
                .contains("Überfällige Ernte", "Sonstiges", link, "weitere")
                .doesNotContain("javascript:");
        TimelineEntry entry =
                Given.value(
                        records(TIMELINE, 1, digest.id().toString()).getFirst().value(),
                        TimelineEntry.class);
        assertThat(entry.text())
                .endsWith(
                        "The link image_url was left out: it has the scheme javascript, not http or https.");
        assertThat(entry.details())
                .containsEntry(
                        "left_out_links",
                        Map.of("image_url", "has the scheme javascript, not http or https"));
    }

    /// Waits until the type is known. An email whose type is unknown would wait for the clock.
    private void awaitType(String key) {
        await().until(() ->
                jdbc.queryForObject(
                                "select count(*) from notification_types where key = ?",
                                Integer.class,
                                key)
                        == 1);
    }

    /// The HTML as an email client reads it, without escapes.
    private String html(String recipient) throws Exception {
        return HtmlUtils.htmlUnescape(String.valueOf(mailOf(recipient).get("html")));
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> headersOf(String recipient) throws Exception {
        return (Map<String, String>) mailOf(recipient).get("headers");
    }

    private Map<String, Object> mailOf(String recipient) throws Exception {
        return list(
                        json(get("/mailbox?recipient=" + recipient, "application/json", "").body()),
                        "items")
                .getFirst();
    }

    @Test
    void withoutAnAddressItLooksAgainAfterFiveSecondsAndThenSaysSo() {
        freshDay();
        EmailMessage lost = Given.immediate("nobody", "issue-3", now());
        publish(lost);
        await().until(() -> "no_address".equals(row(lost.id()).get("reason")));
        assertThat(state(lost.id())).isEqualTo("waiting");

        EmailMessage late = Given.immediate("late", "issue-4", now());
        publish(late);
        await().until(() -> "no_address".equals(row(late.id()).get("reason")));
        known("late");
        clock.advance(Duration.ofSeconds(6));
        awaitState(lost.id(), "not_mailed");
        awaitState(late.id(), "sent");
        TimelineEntry entry =
                Given.value(
                        records(TIMELINE, 1, lost.id().toString()).getFirst().value(),
                        TimelineEntry.class);
        assertThat(entry.stage()).isEqualTo("not_mailed");
        assertThat(entry.channels().get("email").reason()).isEqualTo("no_address");
    }

    @Test
    void anAddressThatWasStoredBeforeItWasRefusedEndsInADeadLetterThatNamesTheFault() {
        freshDay();
        publish(Given.recipient("dot", "dot@mail..example", now()));
        EmailMessage message = Given.immediate("dot", "issue-6", now());
        publish(message);
        awaitState(message.id(), "dead");
        TimelineEntry entry =
                Given.value(
                        records(TIMELINE, 1, message.id().toString()).getFirst().value(),
                        TimelineEntry.class);
        assertThat(entry.channels().get("email").reason()).isEqualTo("invalid_address");
        assertThat(entry.text())
                .isEqualTo(
                        "The email was not sent: no email can be sent to the recipient's address:"
                                + " the address has two dots in a row in its domain.");
    }

    @Test
    void expiredErasedAndSuppressedOnesAreHeldBack() throws Exception {
        freshDay();
        known("cleo");
        Notification gone = Given.notification("cleo", "issue-5", now(), now().minusSeconds(1));
        EmailMessage expired = Given.immediate(gone, 0, Priority.MEDIUM, false);
        publish(expired);
        awaitState(expired.id(), "not_mailed");

        HttpRequest.Builder put =
                request("/api/v1/email/suppressions/CLEO@mail.example", token("admin"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\":\"bounced\"}"));
        assertThat(send(put).statusCode()).isEqualTo(200);
        HttpRequest.Builder nul =
                request("/api/v1/email/suppressions/cleo@mail.example", token("admin"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\":\"a\\u0000b\"}"));
        assertThat(send(nul).statusCode()).isEqualTo(422);
        HttpRequest.Builder unknown =
                request("/api/v1/email/suppressions/cleo@mail.example", token("admin"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"why\":\"bounced\"}"));
        assertThat(send(unknown).statusCode()).isEqualTo(422);
        EmailMessage suppressed = Given.immediate("cleo", "issue-6", now());
        publish(suppressed);
        awaitState(suppressed.id(), "not_mailed");
        assertThat(row(suppressed.id())).containsEntry("reason", "suppressed_address");
        for (int i = 0; i < 2; i++) {
            HttpRequest.Builder delete =
                    request("/api/v1/email/suppressions/cleo@mail.example", token("admin"))
                            .DELETE();
            assertThat(send(delete).statusCode()).isEqualTo(204);
        }

        publish(Given.recipient("cleo", null, "en", 2, true, now()));
        await().until(() ->
                jdbc.queryForObject(
                        "select erased from recipients where recipient = 'cleo'", Boolean.class));
        EmailMessage erased = Given.immediate("cleo", "issue-7", now());
        publish(erased);
        awaitState(erased.id(), "not_mailed");
        assertThat(row(erased.id())).containsEntry("reason", "erased");
    }

    @Test
    void whatTheQuotaRefusesBecomesADeferralAndMayComeBackWithTheNextGeneration() throws Exception {
        freshDay();
        known("dora");
        List<EmailMessage> messages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            EmailMessage message = Given.immediate("dora", "hourly-" + i, now());
            messages.add(message);
            publish(message);
            awaitState(message.id(), i < 3 ? "sent" : "refused");
        }
        EmailMessage refused = messages.getLast();
        Deferral deferral =
                Given.value(
                        records(Topics.DEFERRALS, 1, refused.id().toString()).getFirst().value(),
                        Deferral.class);
        assertThat(deferral.reason()).isEqualTo("quota");
        assertThat(deferral.generation()).isZero();
        assertThat(deferral.notBefore())
                .isEqualTo(now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1)));
        assertThat(deferral.notification()).isNotNull();

        EmailMessage urgent =
                Given.immediate(
                        Given.notification("dora", "urgent", now(), null),
                        0,
                        Priority.URGENT,
                        false);
        publish(urgent);
        awaitState(urgent.id(), "refused");
        assertThat(
                        Given.value(
                                        records(Topics.DEFERRALS, 1, urgent.id().toString())
                                                .getFirst()
                                                .value(),
                                        Deferral.class)
                                .reason())
                .as("sent by itself when the hour opens")
                .isEqualTo("hour");

        EmailMessage critical =
                Given.immediate(
                        Given.notification("dora", "critical", now(), null),
                        0,
                        Priority.URGENT,
                        true);
        publish(critical);
        awaitState(critical.id(), "sent");

        clock.advance(Duration.ofHours(1));
        publish(refused); // A replay of the refused generation.
        EmailMessage again =
                Given.immediate(refused.notifications().getFirst(), 1, Priority.MEDIUM, false);
        publish(again);
        awaitState(again.id(), "sent");
        assertThat(row(again.id())).containsEntry("generation", 1);
        assertThat(all(Topics.DEFERRALS, refused.id().toString())).hasSize(1);
    }

    @Test
    void theDaysLimitKeepsHeadRoomLocksAndIsExactUnderConcurrency() throws Exception {
        freshDay();
        String account = "concurrency.default";
        List<Callable<Reservation>> asks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            asks.add(() -> quota.reserve(ask(account, UUID.randomUUID(), Ask.Lane.NORMAL)));
        }
        List<Reservation> answers = all(asks);
        assertThat(answers.stream().filter(Reservation.Granted.class::isInstance)).hasSize(18);
        assertThat(quota.state(account).locked()).isTrue();
        assertThat(quota.reserve(ask(account, UUID.randomUUID(), Ask.Lane.HEAD_ROOM)))
                .isInstanceOf(Reservation.Granted.class);

        flushRedis();
        List<Callable<Reservation>> more = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            more.add(() -> quota.reserve(ask(account, UUID.randomUUID(), Ask.Lane.HEAD_ROOM)));
        }
        assertThat(all(more).stream().filter(Reservation.Granted.class::isInstance))
                .as("rebuilt from the ledger before the next mail")
                .hasSize(1);
        UUID critical = UUID.randomUUID();
        assertThat(quota.reserve(ask(account, critical, Ask.Lane.CRITICAL)))
                .isInstanceOf(Reservation.Granted.class);
        assertThat(quota.state(account).used()).isEqualTo(21);
        quota.refund(account, today(), critical, 0, who(critical));
        assertThat(quota.state(account).used()).isEqualTo(20);
        assertThat(
                        jdbc.queryForList(
                                "select percent from quota_alerts where account = ? order by percent",
                                Integer.class,
                                account))
                .containsExactly(80, 90, 100);
    }

    @Test
    void aRecipientsHourIsOneWhateverTheAccountAndKnowsWhatWasGivenBack() {
        freshDay();
        RecipientKey fred = new RecipientKey("default", "fred");
        UUID first = UUID.randomUUID();
        assertThat(granted("hour.one", first, fred)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(granted("hour.one", UUID.randomUUID(), fred)).isTrue();
        assertThat(granted("hour.two", UUID.randomUUID(), fred)).isTrue();
        assertThat(granted("hour.two", UUID.randomUUID(), fred)).isTrue();
        quota.refund("hour.one", today(), first, 0, fred);
        assertThat(granted("hour.one", UUID.randomUUID(), fred))
                .as("what was given back was of the hour before")
                .isFalse();

        flushRedis();
        assertThat(granted("hour.one", UUID.randomUUID(), fred))
                .as("rebuilt with what the other account sent")
                .isFalse();
    }

    @Test
    void supportSeesQuotaAndMessagesAndOthersDoNot() throws Exception {
        freshDay();
        known("emil");
        EmailMessage message = Given.immediate("emil", "issue-8", now());
        publish(message);
        awaitState(message.id(), "sent");
        Map<String, Object> page =
                json(
                        get(
                                        "/api/v1/email/messages?recipient=emil&state=sent",
                                        "application/json",
                                        token("support"))
                                .body());
        assertThat(list(page, "items").getFirst())
                .containsEntry("id", message.id().toString())
                .containsEntry("to", "emil@mail.example");
        String elsewhere = TestTokens.mint("elsewhere", "support", Duration.ofDays(30), "support");
        assertThat(
                        get("/api/v1/email/messages?recipient=emil", "application/json", elsewhere)
                                .body())
                .doesNotContain(message.id().toString());
        assertThat(
                        get(
                                        "/api/v1/email/messages?recipient=/&tenant=default&limit=010&state=Sent&cursor=x",
                                        "application/json",
                                        elsewhere)
                                .body())
                .contains(
                        "unknown_parameter",
                        "tenant",
                        "invalid_recipient",
                        "invalid_limit",
                        "one of waiting, ",
                        "invalid_cursor");
        assertThat(get("/api/v1/email/quota", "application/json", token("support")).body())
                .contains("\"limit\":20", "\"ready\"");
        assertThat(get("/api/v1/email/quota", "application/json", token("user")).statusCode())
                .isEqualTo(403);
        assertThat(get("/api/v1/email/quota", "application/json", "").statusCode()).isEqualTo(401);
        assertThat(
                        get("/api/v1/email/messages?state=lost", "application/json", token("admin"))
                                .statusCode())
                .isEqualTo(400);
        assertThat(get("/v3/api-docs/email", "application/json", "").body())
                .contains("/api/v1/email/messages");
    }

    @Test
    void whatIsNoMailBecomesADeadLetter() {
        publish(
                new OutgoingRecord(
                        Topics.EMAIL,
                        "default/ann",
                        Map.of(
                                Headers.CE_SPECVERSION, "1.0",
                                Headers.CE_ID, "broken-1",
                                Headers.CE_SOURCE, "carillon:/tests",
                                Headers.CE_TYPE, "dev.carillon.email"),
                        "{\"id\":\"no-uuid\"}".getBytes(StandardCharsets.UTF_8)));
        var dead = records(Topics.DEAD_LETTERS, 1, "no-uuid").getFirst();
        assertThat(
                        new String(
                                dead.headers().lastHeader(Headers.DEAD_CODE).value(),
                                StandardCharsets.UTF_8))
                .isEqualTo("malformed_value");
    }

    @Test
    void whatLacksAFieldStopsNothingBehindIt() {
        freshDay();
        known("gina");
        EmailMessage message = Given.immediate("gina", "typeless", now());
        Map<String, Object> notification =
                new HashMap<>(json(EventJson.write(message.notifications().getFirst())));
        notification.remove("type");
        Map<String, Object> mail = new HashMap<>(json(EventJson.write(message)));
        mail.put("notifications", List.of(notification));
        publish(
                Given.record(Topics.EMAIL, "gina", RecordTypes.EMAIL, "typeless", now(), mail),
                Given.record(
                        "email-retry-short",
                        "gina",
                        "dev.carillon.email-retry",
                        "retry-typeless",
                        now(),
                        Map.of("attempt", 1)),
                Given.record(
                        Topics.RECIPIENTS,
                        "gina",
                        RecordTypes.RECIPIENT,
                        "recipient-typeless",
                        now(),
                        Map.of("version", 1)));
        for (String id : List.of("typeless", "retry-typeless", "recipient-typeless")) {
            await().until(() -> deadIds().contains(id));
        }
        known("gina-2");
    }

    @Test
    void aMailDecidedBeforeTheMemoryIsADeadLetterAndIsNotSent() {
        freshDay();
        known("ivo");
        EmailMessage old = Given.immediate("ivo", "old-1", now().minus(Duration.ofDays(36)));
        EmailMessage young = Given.immediate("ivo", "young-1", now().minus(Duration.ofDays(34)));
        publish(old, young);
        awaitState(young.id(), "sent");
        assertThat(state(old.id())).isEqualTo("absent");
        var dead = records(Topics.DEAD_LETTERS, 1, old.id().toString()).getFirst();
        assertThat(
                        new String(
                                dead.headers().lastHeader(Headers.DEAD_CODE).value(),
                                StandardCharsets.UTF_8))
                .isEqualTo("beyond_memory");
    }

    @Test
    void aMailExpiresWithTheLastOfItsNotificationsAndAtThatInstant() {
        freshDay();
        known("jana");
        EmailMessage atOnce =
                Given.immediate(
                        Given.notification("jana", "brief-1", now(), now()),
                        0,
                        Priority.MEDIUM,
                        false);
        EmailMessage inTime =
                Given.immediate(
                        Given.notification("jana", "brief-2", now(), now().plusMillis(1)),
                        0,
                        Priority.MEDIUM,
                        false);
        publish(atOnce, inTime);
        awaitState(atOnce.id(), "not_mailed");
        awaitState(inTime.id(), "sent");
        assertThat(row(atOnce.id())).containsEntry("reason", "expired");
    }

    @Test
    void anAddressIsSuppressedInEverySpelling() throws Exception {
        freshDay();
        HttpRequest.Builder put =
                request("/api/v1/email/suppressions/Ada@B%C3%9CCHER.example", token("admin"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"reason\":\"bounced\"}"));
        assertThat(send(put).statusCode()).isEqualTo(200);
        for (String spelling : List.of("ada@bücher.example", "ADA@xn--bcher-kva.example")) {
            assertThat(suppressions.find(spelling)).as(spelling).isPresent();
        }
        assertThat(suppressions.find("ada@bucher.example")).isEmpty();
        assertThat(suppressions.find("eda@bücher.example")).isEmpty();
    }

    /// A crash between the ledger's row and the script's answer leaves a row that was only asked.
    @Test
    void aRebuildCountsWhatWasOnlyAskedOnce() {
        freshDay();
        String account = "asked.default";
        UUID first = UUID.randomUUID();
        for (int i = 0; i < 17; i++) {
            asked(account, i == 0 ? first : UUID.randomUUID());
        }
        flushRedis();

        assertThat(granted(account, UUID.randomUUID(), who(UUID.randomUUID()))).isTrue();
        assertThat(granted(account, UUID.randomUUID(), who(UUID.randomUUID())))
                .as("18 of 20 leave the head-room only")
                .isFalse();
        assertThat(granted(account, first, who(first))).as("counted already").isTrue();
        assertThat(quota.state(account).used()).isEqualTo(18);
    }

    @Test
    void aCounterOfAnotherRedisRunOrOfAnEarlierEpochIsNotTrusted() {
        freshDay();
        for (String field : List.of("run_id", "epoch")) {
            String account = "restarted." + field;
            for (int i = 0; i < 18; i++) {
                assertThat(granted(account, UUID.randomUUID(), who(UUID.randomUUID()))).isTrue();
            }
            counter(account, Map.of("used", "0"));
            assertThat(granted(account, UUID.randomUUID(), who(UUID.randomUUID())))
                    .as("the counter is trusted as long as nothing contradicts it")
                    .isTrue();
            if (field.equals("run_id")) {
                counter(account, Map.of("used", "0", "run_id", "another"));
            } else {
                counter(account, Map.of("used", "0"));
                jdbc.update("update quota_days set epoch = epoch + 1 where account = ?", account);
            }

            assertThat(granted(account, UUID.randomUUID(), who(UUID.randomUUID())))
                    .as(field)
                    .isFalse();
        }
    }

    private void counter(String account, Map<String, String> fields) {
        redis(client ->
                client.<String, String>getMap(
                                "carillon:email:quota:" + account + ":" + today(),
                                StringCodec.INSTANCE)
                        .putAll(fields));
    }

    private void asked(String account, UUID id) {
        jdbc.update(
                "insert into quota_days (account, day) values (?, ?) on conflict do nothing",
                account,
                today());
        jdbc.update(
                """
                insert into quota_ledger (account, day, message_id, generation, recipient, lane, epoch, state, asked_at)
                values (?, ?, ?, 0, ?, 'normal', 0, 'asked', ?)
                """,
                account,
                today(),
                id,
                who(id).toString(),
                now().atOffset(java.time.ZoneOffset.UTC));
    }

    private List<String> deadIds() {
        return all(Topics.DEAD_LETTERS, "").stream()
                .map(record ->
                        new String(
                                record.headers().lastHeader(Headers.CE_ID).value(),
                                StandardCharsets.UTF_8))
                .toList();
    }

    /// Each test uses its own day, so that no test uses up another one's quota.
    private void freshDay() {
        clock.advance(Duration.ofDays(1));
    }

    private java.time.LocalDate today() {
        return java.time.LocalDate.ofInstant(now(), java.time.ZoneOffset.UTC);
    }

    private boolean granted(String account, UUID id, RecipientKey recipient) {
        return quota.reserve(new Ask(account, id, 0, recipient, Ask.Lane.NORMAL))
                instanceof Reservation.Granted;
    }

    private static Ask ask(String account, UUID id, Ask.Lane lane) {
        return new Ask(account, id, 0, who(id), lane);
    }

    private static RecipientKey who(UUID id) {
        return new RecipientKey("default", "p" + id);
    }

    private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static void flushRedis() {
        redis(client -> client.getKeys().flushall());
    }

    private static void redis(Consumer<RedissonClient> use) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(EmbeddedServers.redis().url())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(1);
        RedissonClient client = Redisson.create(config);
        use.accept(client);
        client.shutdown();
    }

    private static Map<String, Object> json(byte[] body) {
        return EventJson.readObject(body);
    }

    private static Map<String, Object> json(String body) {
        return json(body.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static <T> List<Map<String, T>> list(Map<String, Object> object, String name) {
        return (List<Map<String, T>>) object.get(name);
    }
}
