package dev.carillon.email.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.email.EmailContext;
import dev.carillon.email.Given;
import dev.carillon.email.provider.Mail;
import dev.carillon.events.CursorMark;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Headers;
import dev.carillon.events.Priority;
import dev.carillon.events.Topics;
import dev.carillon.platform.web.Pages;
import dev.carillon.test.EmbeddedServers;
import dev.carillon.test.ResendFake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/// What happens to an email when the provider, Redis or the service itself fails.
@TestPropertySource(
        properties = {
            "carillon.email.provider=resend",
            "carillon.email.from=Product <mail@example.org>",
            "carillon.email.resend.api-key=re_test",
            "carillon.email.resend.rate-per-second=1000",
            "carillon.email.resend.timeout=1s",
            "carillon.email.smtp.host=127.0.0.1",
            "carillon.email.circuit.failures=100",
            "carillon.email.circuit.pause=30s"
        })
class ResendIT extends EmailContext {
    private static final ResendFake FAKE = new ResendFake();

    @Autowired private Messages messages;

    @DynamicPropertySource
    static void resend(DynamicPropertyRegistry properties) {
        properties.add("carillon.email.resend.base-url", FAKE::url);
    }

    @BeforeEach
    void freshDay() {
        clock.advance(Duration.ofDays(1));
    }

    @AfterEach
    void noFaultIsLeft() {
        FAKE.reset();
    }

    @Test
    void aRetrySendsTheFrozenMailUnderTheSameKey() {
        known("ann");
        FAKE.next(500, "application_error");
        EmailMessage message = send("ann", "retry-1");
        await().until(() -> Integer.valueOf(1).equals(row(message.id()).get("failures")));
        publish(Given.recipient("ann", "elsewhere@mail.example", "de", 2, false, now()));
        await().until(() -> ann().equals("elsewhere@mail.example"));
        publish(message); // A replay in between sends nothing.
        clock.advance(Duration.ofSeconds(3));
        awaitState(message.id(), "sent");
        List<ResendFake.Call> calls = FAKE.calls("retry-1");
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).isEqualTo(calls.get(0));
        assertThat(calls.get(0).key()).isEqualTo(message.id().toString());
        assertThat(all("email-retry-short", message.id().toString())).hasSize(1);
    }

    @Test
    void whatWasBegunWhenAProcessEndedGoesOnUnderTheSameKey() {
        known("bert");
        FAKE.next(new ResendFake.Fault(500, "application_error", Map.of(), true));
        EmailMessage message = send("bert", "crash-1");
        await().until(() -> Integer.valueOf(1).equals(row(message.id()).get("failures")));
        crashed(message.id(), "resend");
        clock.advance(Duration.ofSeconds(15));
        awaitState(message.id(), "sent");
        assertThat(FAKE.calls("crash-1"))
                .hasSize(2)
                .allMatch(call -> call.key().equals(message.id().toString()));
        assertThat(FAKE.accepted("crash-1")).isEqualTo(1);
    }

    @Test
    void cursorsOfMailsBelongToOneTenantAndList() throws Exception {
        String page = "/api/v1/email/messages?recipient=carl&cursor=";
        for (String[] scope :
                new String[][] {
                    {"email/messages", "default", "carl"},
                    {"email/messages", "default", null},
                    {"email/messages", "acme", "carl"},
                    {"digests/runs", "default", "carl"}
                }) {
            String cursor = Pages.encoded(CursorMark.of(scope), UUID.randomUUID().toString());
            boolean own = String.join(" ", scope).equals("email/messages default carl");
            assertThat(get(page + cursor, "application/json", token("support")).statusCode())
                    .as(String.join(" ", scope))
                    .isEqualTo(own ? 200 : 400);
        }
    }

    @Test
    void whereTheProviderKeepsNoKeyItIsUnknownAndListed() throws Exception {
        known("carl");
        FAKE.next(500, "application_error");
        EmailMessage message = send("carl", "smtp-1");
        await().until(() -> Integer.valueOf(1).equals(row(message.id()).get("failures")));
        crashed(message.id(), "smtp");
        clock.advance(Duration.ofSeconds(15));
        awaitState(message.id(), "unknown");
        assertThat(FAKE.calls("smtp-1")).hasSize(1);
        assertThat(
                        get(
                                        "/api/v1/email/messages?state=unknown&recipient=carl",
                                        "application/json",
                                        token("support"))
                                .body())
                .contains(message.id().toString(), "\"reason\":\"interrupted\"");
        assertThat(
                        new String(
                                records(TIMELINE, 1, message.id().toString()).getFirst().value(),
                                StandardCharsets.UTF_8))
                .contains("\"stage\":\"unknown\"");
    }

    @Test
    void aTimeoutThatWasAcceptedIsSentOnce() {
        known("dan");
        FAKE.next(new ResendFake.Fault(0, "hangs", Map.of(), true));
        EmailMessage message = send("dan", "timeout-1");
        await().until(() -> Integer.valueOf(1).equals(row(message.id()).get("failures")));
        assertThat(row(message.id())).containsEntry("maybe_accepted", true);
        clock.advance(Duration.ofSeconds(3));
        awaitState(message.id(), "sent");
        assertThat(FAKE.accepted("timeout-1")).isEqualTo(1);
    }

    @Test
    void whatMayHaveBeenAcceptedIsNotSentAgainOnceItsKeyIsForgotten() {
        EmailMessage message = sentAndMaybeAccepted("kim", "expired-1");
        clock.advance(Duration.ofHours(23));
        awaitState(message.id(), "unknown");
        assertThat(row(message.id())).containsEntry("reason", "key_expired");
        assertThat(ledger(message.id())).as("it may have been sent").containsExactly("granted");
        assertThat(FAKE.calls("expired-1")).hasSize(1);
    }

    @Test
    void whatMayHaveBeenAcceptedIsNotSentByAnotherAccount() {
        EmailMessage message = sentAndMaybeAccepted("lea", "account-1");
        jdbc.update("update messages set account = 'former' where id = ?", message.id());
        clock.advance(Duration.ofSeconds(15));
        awaitState(message.id(), "unknown");
        assertThat(row(message.id())).containsEntry("reason", "account_changed");
        assertThat(FAKE.calls("account-1")).hasSize(1);
    }

    /// Its first attempt ended in a fault of the provider, which may have accepted it.
    private EmailMessage sentAndMaybeAccepted(String person, String event) {
        known(person);
        FAKE.next(500, "application_error");
        EmailMessage message = send(person, event);
        await().until(() -> Integer.valueOf(1).equals(row(message.id()).get("failures")));
        return message;
    }

    @Test
    void aPermanentRefusalIsADeadLetterThatMayComeBackUnderANewKey() {
        known("eve");
        FAKE.next(422, "validation_error");
        EmailMessage message = send("eve", "dead-1");
        awaitState(message.id(), "dead");
        ConsumerRecord<String, byte[]> dead =
                records(Topics.DEAD_LETTERS, 1, message.id().toString()).getFirst();
        assertThat(header(dead, Headers.DEAD_CODE)).isEqualTo("mail_refused");
        assertThat(header(dead, Headers.DEAD_STATUS)).isEqualTo("422");
        assertThat(header(dead, Headers.DEAD_ANSWER)).contains("said by the fake");
        assertThat(header(dead, Headers.DEAD_GENERATION)).isEqualTo("0");
        assertThat(header(dead, "carillon-dead-history")).contains("\"outcome\":\"permanent\"");
        assertThat(Given.value(dead.value(), EmailMessage.class)).isEqualTo(message);
        assertThat(ledger(message.id())).containsExactly("refunded");

        publish(Given.immediate(message.notifications().getFirst(), 1, Priority.MEDIUM, false));
        awaitState(message.id(), "sent");
        assertThat(FAKE.calls("dead-1").getLast().key()).isEqualTo(message.id() + "-1");
    }

    @Test
    void aProviderThatRefusesUsPausesAndNothingIsLostOrCounted() throws Exception {
        known("fay");
        FAKE.next(401, "missing_api_key");
        EmailMessage message = send("fay", "down-1");
        await().until(() -> "provider_down".equals(row(message.id()).get("reason")));
        assertThat(row(message.id())).containsEntry("failures", 0);
        EmailMessage other = send("fay", "down-2");
        await().until(() -> "provider_down".equals(row(other.id()).get("reason")));
        assertThat(get("/api/v1/email/quota", "application/json", token("support")).body())
                .contains("\"provider_down\"");
        clock.advance(Duration.ofSeconds(31));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> { // One probes; the other waits a second for it.
                    clock.advance(Duration.ofSeconds(2));
                    return state(message.id()).equals("sent") && state(other.id()).equals("sent");
                });
    }

    @Test
    void theEighthFailureThatMayHaveBeenAcceptedIsUnknown() {
        known("gus");
        for (int i = 0; i < 8; i++) {
            FAKE.next(503, "service_unavailable");
        }
        EmailMessage message = send("gus", "eight-1");
        for (int i = 1; i < 8; i++) {
            int failures = i;
            await().until(() ->
                    Integer.valueOf(failures).equals(row(message.id()).get("failures")));
            clock.advance(Duration.ofSeconds(31));
        }
        awaitState(message.id(), "unknown");
        assertThat(FAKE.calls("eight-1")).hasSize(8);
        assertThat(ledger(message.id())).containsExactly("granted");
    }

    @Test
    void theProvidersOwnQuotaDefersTheMail() {
        known("hal");
        FAKE.next(429, "daily_quota_exceeded");
        EmailMessage message = send("hal", "quota-1");
        awaitState(message.id(), "refused");
        assertThat(records(Topics.DEFERRALS, 1, message.id().toString())).hasSize(1);
    }

    @Test
    void withoutRedisCriticalMailGoesOnAndTheRestWaits() throws Exception {
        known("ida");
        EmbeddedServers.redis().freeze();
        EmailMessage message;
        EmailMessage critical =
                Given.immediate(
                        Given.notification("ida", "critical-1", now(), null),
                        0,
                        Priority.URGENT,
                        true);
        try {
            message = send("ida", "waits-1");
            await().until(() -> "quota_unavailable".equals(row(message.id()).get("reason")));
            publish(critical);
            awaitState(critical.id(), "sent");
            assertThat(state(message.id())).isEqualTo("waiting");
        } finally {
            EmbeddedServers.redis().resume();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    clock.advance(Duration.ofSeconds(2));
                    return state(message.id()).equals("sent");
                });
        assertThat(ledger(message.id())).containsExactly("granted");
        assertThat(ledger(critical.id())).containsExactly("granted");
        assertThat(
                        jdbc.queryForObject(
                                "select max(epoch) from quota_days where account = 'resend.default'",
                                Long.class))
                .isPositive();
    }

    @Test
    void whoLostTheLeaseDropsItsWork() {
        EmailMessage message = Given.immediate("joy", "lease-1", now());
        Instant later = now().plus(Duration.ofDays(300));
        messages.admit(
                List.of(
                        new Messages.Arrival(
                                message,
                                new StoredRecord(
                                        topics.of(Topics.EMAIL),
                                        0,
                                        99,
                                        null,
                                        now(),
                                        Map.of(),
                                        new byte[0]))),
                later);
        Claim first = messages.claim(message.id(), 0, later).orElseThrow();
        assertThat(messages.claim(message.id(), 0, later)).isEmpty();
        jdbc.update(
                "update messages set lease_until = now() - interval '1 second' where id = ?",
                message.id());
        Claim second = messages.claim(message.id(), 0, later).orElseThrow();
        Mail mail = new Mail("a@example.org", "b@example.org", null, "S", "h", "t", Map.of());
        assertThat(messages.begin(first, "resend", "default", mail, null, now())).isEmpty();
        Optional<Message> begun = messages.begin(second, "resend", "default", mail, null, now());
        assertThat(begun).isPresent();
        assertThat(
                        messages.end(
                                first,
                                new Transition.End(
                                        MessageState.DEAD, "late", null, null, null, false),
                                now()))
                .isEmpty();
        assertThat(state(message.id())).isEqualTo("begun");
        jdbc.update("delete from messages where id = ?", message.id());
    }

    @Test
    void aStoredRecordThatCannotBeReadIsDeadRatherThanClaimedWithoutEnd() {
        EmailMessage message = Given.immediate("kurt", "unreadable-1", now());
        messages.admit(
                List.of(
                        new Messages.Arrival(
                                message,
                                new StoredRecord(
                                        topics.of(Topics.EMAIL),
                                        0,
                                        98,
                                        "unreadable-key",
                                        now(),
                                        Map.of(),
                                        new byte[0]))),
                now());
        awaitState(message.id(), "dead");
        assertThat(all(Topics.DEAD_LETTERS, ""))
                .anySatisfy(dead ->
                        assertThat(header(dead, Headers.DEAD_KEY)).isEqualTo("unreadable-key"));
    }

    @Test
    void anErasureAfterItMayHaveBeenAcceptedLeavesItUnknownAndItsQuotaCharged() {
        EmailMessage message = sentAndMaybeAccepted("max", "erased-1");
        publish(Given.recipient("max", null, "en", 2, true, now()));
        await().until(() ->
                jdbc.queryForObject(
                        "select erased from recipients where recipient = 'max'", Boolean.class));
        clock.advance(Duration.ofSeconds(15));
        awaitState(message.id(), "unknown");
        assertThat(row(message.id())).containsEntry("reason", "erased");
        assertThat(ledger(message.id())).containsExactly("granted");
        assertThat(FAKE.calls("erased-1")).hasSize(1);
    }

    @Test
    void aSentMailIsNotSentAgainWhateverTheGeneration() {
        known("nina");
        EmailMessage message = send("nina", "again-1");
        awaitState(message.id(), "sent");
        publish(Given.immediate(message.notifications().getFirst(), 1, Priority.MEDIUM, false));
        EmailMessage behind = send("nina", "again-2"); // Records of one key are read in order.
        awaitState(behind.id(), "sent");
        assertThat(row(message.id())).containsEntry("generation", 0);
        assertThat(FAKE.calls("again-1")).hasSize(1);
    }

    @Test
    void aMailThatWaitedPastMidnightIsChargedToTheDayOnWhichItIsSent() {
        known("olga");
        FAKE.next(401, "missing_api_key");
        EmailMessage message = send("olga", "midnight-1");
        await().until(() -> "provider_down".equals(row(message.id()).get("reason")));
        clock.advance(Duration.ofDays(1));
        awaitState(message.id(), "sent");
        LocalDate today = LocalDate.ofInstant(now(), ZoneOffset.UTC);
        assertThat(row(message.id())).containsEntry("quota_day", java.sql.Date.valueOf(today));
        assertThat(
                        jdbc.queryForList(
                                "select state from quota_ledger where message_id = ? and day = ?",
                                String.class,
                                message.id(),
                                today))
                .containsExactly("granted");
    }

    private EmailMessage send(String recipient, String name) {
        EmailMessage message = Given.immediate(recipient, name, now());
        publish(message);
        awaitPresent(message.id());
        return message;
    }

    private void awaitPresent(UUID id) {
        await().until(() -> !state(id).equals("absent"));
    }

    private String ann() {
        return jdbc.queryForObject(
                "select email from recipients where recipient = 'ann'", String.class);
    }

    private List<String> ledger(UUID id) {
        return jdbc.queryForList(
                "select state from quota_ledger where message_id = ? order by generation",
                String.class,
                id);
    }

    /// The state after a crash between the first byte and the provider's response.
    private void crashed(UUID id, String provider) {
        jdbc.update(
                """
                update messages set state = 'begun', provider = ?, account = 'default',
                       lease_token = gen_random_uuid(), lease_until = now() - interval '1 second'
                where id = ?
                """,
                provider,
                id);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
