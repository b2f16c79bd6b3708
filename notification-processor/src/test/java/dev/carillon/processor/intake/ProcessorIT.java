package dev.carillon.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.JsonNumbers;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.Switch;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.processor.deduplication.Claim;
import dev.carillon.processor.deduplication.DedupClaims;
import dev.carillon.processor.deduplication.DedupClaims.Asked;
import dev.carillon.processor.deduplication.HeldClaims;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ProcessorIT extends ProcessorTest {
    @Autowired private DedupClaims claims;

    @Test
    void anEventBecomesANotificationAMailAndADecisionInTheTimeline() {
        published.recipient(recipient("cora", 1, "de-CH"));
        awaitRow("recipient", "cora");
        published.event("assigned-1", "com.github.issues.assigned", eventTime, assigned("cora"));

        Notification notification = notifications("assigned-1", 1).getFirst();
        assertThat(notification.id())
                .isEqualTo(
                        Identity.of(
                                        "default",
                                        Published.SOURCE,
                                        "assigned-1",
                                        "issue-assigned",
                                        "cora")
                                .notificationId(eventTime, offsetOf("assigned-1")));
        assertThat(notification.title()).isEqualTo("bob hat dir ann/clock#7 zugewiesen: It ticks");
        assertThat(notification.actionUrl()).isEqualTo("https://x.example/i/7");
        assertThat(notification.data()).containsEntry("number", 7);
        assertThat(notification.createdAt()).isEqualTo(eventTime);
        assertThat(notification.actors()).containsExactly("bob");
        EmailMessage mail =
                read(
                                Topics.EMAIL,
                                1,
                                about(EmailMessage.class, one -> one.recipient().equals("cora")),
                                EmailMessage.class)
                        .getFirst();
        assertThat(mail.id()).isEqualTo(notification.id());
        assertThat(mail.notifications()).containsExactly(notification);
        TimelineEntry decided = timeline("assigned-1", Stages.DECIDED, 1).getFirst();
        assertThat(decided.notificationId()).isEqualTo(notification.id());
        assertThat(decided.channels().get("email").reason()).isEqualTo(Reasons.IMMEDIATE);
        assertThat(decided.text()).isEqualTo("In the inbox at once; by email at once.");
    }

    @Test
    void aReplayEmitsTheSameBytesAndDecidesNothing() {
        published.event("again-1", "com.github.issues.assigned", eventTime, assigned("rita"));
        notifications("again-1", 1);

        published.event(
                "again-1",
                "com.github.issues.assigned",
                eventTime.plusSeconds(60),
                assigned("rita"));

        List<byte[]> values = new ArrayList<>();
        probe(Topics.NOTIFICATIONS)
                .await(2, about(Notification.class, one -> one.eventId().equals("again-1")))
                .forEach(record -> values.add(record.value()));
        assertThat(values.get(1)).isEqualTo(values.get(0));
        assertThat(count("select count(*) from processor.decision where event_id = 'again-1'"))
                .isOne();
    }

    @Test
    void eventsOfOneInstantAreListedInOrderOfArrival() {
        List<String> events = IntStream.range(0, 50).mapToObj(i -> "tie-" + i).toList();
        events.forEach(event ->
                published.event(event, "com.github.issues.assigned", eventTime, assigned("tia")));

        List<Notification> told =
                read(
                        Topics.NOTIFICATIONS,
                        50,
                        about(Notification.class, one -> one.recipient().equals("tia")),
                        Notification.class);

        assertThat(told)
                .allSatisfy(one ->
                        assertThat(one.id().getMostSignificantBits() & (Identity.PLACES - 1))
                                .isEqualTo(offsetOf(one.eventId()) % Identity.PLACES));
        assertThat(
                        told.stream()
                                .sorted(Comparator.comparing(one -> one.id().toString()))
                                .map(Notification::eventId))
                .containsExactlyElementsOf(events);
    }

    /// The offset of the event's first record in its topic.
    private long offsetOf(String eventId) {
        return probe(Topics.DOMAIN_EVENTS)
                .await(1, record -> eventId.equals(headers(record).get(Headers.CE_ID)))
                .getFirst()
                .offset();
    }

    @Test
    void aCrashBetweenCommitAndProduceEmitsWhatWasCommitted() {
        interruptions.failNextPublish();
        published.event("crash-1", "com.github.issues.assigned", eventTime, assigned("carl"));

        Notification notification = notifications("crash-1", 1).getFirst();

        assertThat(interruptions.failures()).isPositive();
        Instant decidedAt =
                jdbc.queryForObject(
                                "select decided_at from processor.decision where event_id = 'crash-1'",
                                java.time.OffsetDateTime.class)
                        .toInstant();
        assertThat(notification.decidedAt())
                .as("the emission is the one that was committed before the crash")
                .isEqualTo(decidedAt)
                .isBefore(interruptions.lastFailure());
    }

    @Test
    void aMalformedEventIsADeadLetterAndStopsNobody() {
        published.raw(
                "ann/clock",
                Map.of("ce_specversion", "1.0", "ce_type", "com.github.fork", "ce_source", "s"),
                "{}");
        published.raw(
                "ann/clock",
                Map.of("content-type", "application/cloudevents+json"),
                "{\"specversion\":\"1.0\",");
        published.event("not-an-object", "com.github.fork", eventTime, "[1]");
        published.event(
                "behind-the-malformed", "com.github.issues.assigned", eventTime, assigned("dora"));

        notifications("behind-the-malformed", 1);
        assertThat(deadLetter(Headers.DEAD_FIELD, "id"))
                .containsEntry(Headers.DEAD_CODE, "malformed_event");
        assertThat(deadLetter(Headers.DEAD_FIELD, "value").get(Headers.DEAD_REASON))
                .contains("JSON object");
        assertThat(deadLetter("ce_id", "not-an-object").get(Headers.DEAD_REASON))
                .contains("a JSON object");
        assertThat(timeline("not-an-object", Stages.FAILED, 1)).hasSize(1);
    }

    @Test
    void structuredEventsAreTakenInTheSame() {
        published.raw(
                "ann/clock",
                Map.of("content-type", "application/cloudevents+json; charset=utf-8"),
                "{\"specversion\":\"1.0\",\"id\":\"structured-1\",\"source\":\"%s\",\"type\":\"com.github.issues.assigned\",\"time\":\"%s\",\"data\":%s}"
                        .formatted(Published.SOURCE, eventTime, assigned("sid")));

        assertThat(notifications("structured-1", 1).getFirst().createdAt()).isEqualTo(eventTime);
    }

    @Test
    void whatNobodyIsToldOfStandsInTheTimeline() {
        published.event("nothing-1", "com.github.ping", eventTime, "{}");
        published.event(
                "untrue-1",
                "com.github.workflow_run.completed",
                eventTime,
                "{\"workflow_run\":{\"conclusion\":\"success\"}}");
        published.event(
                "nobody-1", "com.github.issues.assigned", eventTime, assigned("helper[bot]"));

        assertThat(timeline("nothing-1", Stages.NO_MATCH, 1).getFirst().text())
                .contains("com.github.ping");
        assertThat(timeline("untrue-1", Stages.NO_MATCH, 1).getFirst().text())
                .contains("build-finished");
        assertThat(timeline("nobody-1", Stages.NO_RECIPIENT, 1).getFirst().type())
                .isEqualTo("issue-assigned");
    }

    @Test
    void anInvalidRecipientIsADeadLetterWhileTheOthersAreServed() {
        published.event(
                "people-1",
                "com.example.team.news",
                eventTime,
                "{\"headline\":\"Hello\",\"people\":[\"not valid\",\"vera\"]}");

        assertThat(notifications("people-1", 1).getFirst().recipient()).isEqualTo("vera");
        Map<String, String> dead = deadLetter("ce_id", "people-1");
        assertThat(dead)
                .containsEntry(Headers.DEAD_CODE, "invalid_recipient")
                .containsEntry(Headers.DEAD_TYPE, "team-news")
                .containsEntry(Headers.DEAD_EXPRESSION, "data.people")
                .containsEntry(Headers.DEAD_FIELD, "recipients");
        assertThat(dead.get(Headers.DEAD_REASON)).contains(RecipientKey.RECIPIENT_ALLOWED);
        TimelineEntry failed = timeline("people-1", Stages.FAILED, 1).getFirst();
        assertThat(failed.details()).containsEntry("recipient", "not valid");
        assertThat(failed.text())
                .isEqualTo(
                        "Not sent: type team-news: the rule yields an invalid recipient id; the recipient id is \"not valid\";"
                                + " the expression is \"data.people\"; the field is \"recipients\", allowed is "
                                + RecipientKey.RECIPIENT_ALLOWED
                                + ". A dead letter holds the event.");
    }

    @Test
    void anIdIsCheckedAsItArrivesAndNeverTurnedIntoAnother() {
        published.event(
                "ids-1",
                "com.example.team.news",
                eventTime,
                "{\"headline\":\"Hello\",\"people\":[\"wes\\u0000\",\" wes\",\"wes\\n\",\"wanja\"]}");

        assertThat(notifications("ids-1", 1).getFirst().recipient()).isEqualTo("wanja");
        assertThat(timeline("ids-1", Stages.FAILED, 3))
                .extracting(entry -> entry.details().get("recipient"))
                .containsExactlyInAnyOrder("wes\\u0000", " wes", "wes\\u000a");
        assertThat(count("select count(*) from processor.decision where recipient = 'wes'"))
                .isZero();
    }

    @Test
    void anExpressionThatErrsNamesTypeExpressionAndField() {
        published.event(
                "lacking-1", "com.github.issues.assigned", eventTime, "{\"issue\":{\"number\":1}}");

        Map<String, String> dead = deadLetter("ce_id", "lacking-1");
        assertThat(dead)
                .containsEntry(Headers.DEAD_CODE, "expression_failed")
                .containsEntry(Headers.DEAD_TYPE, "issue-assigned")
                .containsEntry(Headers.DEAD_FIELD, "data.assignee");
        assertThat(dead.get(Headers.DEAD_EXPRESSION)).contains("data.assignee.login");
    }

    @Test
    void numbersStayExactFromTheEventToTheNotification() {
        published.event(
                "numbers-1",
                "example.invoice.due",
                eventTime,
                """
                {"user":"numb","name":"Ann","amount":12345678.5,"number":18446744073709551615}
                """);
        published.event(
                "numbers-2",
                "example.invoice.due",
                eventTime,
                """
                {"user":"numb","name":"Ann","amount":123456789012345678.25,"number":1e10}
                """);

        Notification first = notifications("numbers-1", 1).getFirst();
        assertThat(first.title()).isEqualTo("Invoice 18446744073709551615 of Ann: 12345678.5 EUR");
        assertThat(first.data())
                .containsEntry("number", new BigInteger("18446744073709551615"))
                .containsEntry("amount", new BigDecimal("12345678.5"))
                .containsEntry("label", "18446744073709551615");
        Notification second = notifications("numbers-2", 1).getFirst();
        assertThat(second.title())
                .isEqualTo("Invoice 10000000000 of Ann: 123456789012345678.25 EUR");
        assertThat(second.data())
                .containsEntry("number", 10_000_000_000L)
                .containsEntry("amount", new BigDecimal("123456789012345678.25"));
    }

    @Test
    void aNumberBeyondADoubleIsADeadLetterThatNamesItsField() {
        for (String number : List.of("1e400", "1e999999999", "1e99999999999", "7".repeat(1_001))) {
            String id = "huge-" + number.length() + number.substring(0, 2);
            published.event(
                    id,
                    "example.invoice.due",
                    eventTime,
                    "{\"user\":\"numb\",\"list\":[{\"raw\":" + number + "}]}");

            Map<String, String> dead = deadLetter("ce_id", id);
            assertThat(dead)
                    .containsEntry(Headers.DEAD_CODE, "malformed_event")
                    .containsEntry(Headers.DEAD_FIELD, "data.list[0].raw");
            assertThat(dead.get(Headers.DEAD_REASON)).contains(JsonNumbers.ALLOWED);
        }
    }

    @Test
    void linksThatEveryBrowserOpensAreKeptAndALinkThatIsLeftOutIsNamed() {
        published.event(
                "links-1",
                "example.invoice.due",
                eventTime,
                """
                {"user":"lin","url":"http://build_server:8080/job/1|2 {a}","image":"https://bücher.example/x.png"}
                """);
        published.event(
                "links-2",
                "example.invoice.due",
                eventTime,
                """
                {"user":"lin","url":"javascript:alert(1)","image":"https://ann@evil.example"}
                """);

        Notification kept = notifications("links-1", 1).getFirst();
        assertThat(kept.actionUrl()).isEqualTo("http://build_server:8080/job/1|2%20%7Ba%7D");
        assertThat(kept.imageUrl()).isEqualTo("https://xn--bcher-kva.example/x.png");
        assertThat(timeline("links-1", Stages.DECIDED, 1).getFirst().details())
                .doesNotContainKey("left_out_links");
        assertThat(notifications("links-2", 1).getFirst().actionUrl()).isNull();
        TimelineEntry decided = timeline("links-2", Stages.DECIDED, 1).getFirst();
        assertThat(decided.text())
                .endsWith(
                        " The link action_url was left out: it has the scheme javascript, not http or https."
                                + " The link image_url was left out: it contains a user name or a password.");
        assertThat(decided.details())
                .containsEntry(
                        "left_out_links",
                        Map.of(
                                "action_url",
                                "has the scheme javascript, not http or https",
                                "image_url",
                                "contains a user name or a password"));
    }

    @Test
    void aDirectionMarkOfANameEndsWithTheName() {
        published.event(
                "marks-1",
                "example.invoice.due",
                eventTime,
                """
                {"user":"mark","name":"chip\\u202e","number":1,"amount":2}
                """);
        published.event(
                "marks-2",
                "example.invoice.due",
                eventTime,
                """
                {"user":"mark","name":"chip\\u2067x \\ud800","number":1,"amount":2}
                """);

        Notification first = notifications("marks-1", 1).getFirst();
        assertThat(first.title()).isEqualTo("Invoice 1 of chip: 2 EUR");
        assertThat(first.data())
                .as("values stay what they are")
                .containsEntry("name", "chip\u202E");
        assertThat(notifications("marks-2", 1).getFirst().title())
                .isEqualTo("Invoice 1 of \u2068chip\u2067x \u2069\u2069: 2 EUR");
    }

    @Test
    void timesOutsideOfTheOpenPartitionsAreDeadLetters() {
        published.event(
                "tomorrow",
                "com.github.issues.assigned",
                Instant.now().plus(Duration.ofDays(1)),
                assigned("ann"));
        published.event(
                "long-ago",
                "com.github.issues.assigned",
                Instant.parse("2020-01-01T00:00:00Z"),
                assigned("ann"));

        assertThat(deadLetter("ce_id", "tomorrow"))
                .containsEntry(Headers.DEAD_CODE, "event_in_future");
        assertThat(deadLetter("ce_id", "long-ago"))
                .containsEntry(Headers.DEAD_CODE, "event_too_old");
    }

    @Test
    void aDuplicateWithinTheWindowNamesItsOwner() {
        published.event(
                "comment-1", "com.github.issue_comment.created", eventTime, comment("dedi", 1));
        Notification owner = notifications("comment-1", 1).getFirst();
        published.event(
                "comment-2",
                "com.github.issue_comment.created",
                eventTime.plusSeconds(599),
                comment("dedi", 1));
        published.event(
                "comment-3",
                "com.github.issue_comment.created",
                eventTime.minusSeconds(599),
                comment("dedi", 1));
        published.event(
                "comment-4",
                "com.github.issue_comment.created",
                eventTime.plusSeconds(600),
                comment("dedi", 1));
        published.event(
                "comment-5", "com.github.issue_comment.created", eventTime, comment("dedi", 2));

        for (String repeated : List.of("comment-2", "comment-3")) {
            TimelineEntry decided = timeline(repeated, Stages.DECIDED, 1).getFirst();
            assertThat(decided.details())
                    .containsEntry("duplicate_of", owner.id().toString())
                    .containsEntry("dedup_window", "PT10M");
            assertThat(decided.details().get("dedup_key")).asString().isNotBlank();
            assertThat(decided.text())
                    .startsWith("Not sent: it repeats notification " + owner.id() + " of ")
                    .endsWith(
                            "The type issue-comment notifies once within 10 minutes for the same thing.");
            assertThat(decided.channels().values())
                    .extracting(ChannelOutcome::reason)
                    .containsExactly(Reasons.DUPLICATE, Reasons.DUPLICATE);
        }
        notifications("comment-4", 1);
        notifications("comment-5", 1);
        assertThat(
                        probe(Topics.NOTIFICATIONS).readToEnd().stream()
                                .filter(
                                        about(
                                                Notification.class,
                                                one ->
                                                        Set.of("comment-2", "comment-3")
                                                                .contains(one.eventId()))))
                .isEmpty();
    }

    @Test
    void anOwnActionIsSuppressedAndTakesNoDedupKey() {
        published.event("own-1", "com.github.issue_comment.created", eventTime, comment("bob", 77));
        published.event("own-2", "com.github.issue_comment.created", eventTime, comment("bob", 77));
        published.event(
                "own-3",
                "com.github.dependabot_alert.created",
                eventTime,
                """
                {"alert": {"security_advisory": {"summary": "Regex runs wild"}}, "sender": {"login": "bob"},
                 "repository": {"full_name": "bob/clock", "owner": {"login": "bob"}}}
                """);

        for (String own : List.of("own-1", "own-2")) {
            TimelineEntry decided = timeline(own, Stages.DECIDED, 1).getFirst();
            assertThat(decided.channels().values())
                    .extracting(ChannelOutcome::reason)
                    .containsExactly(Reasons.OWN_ACTION, Reasons.OWN_ACTION);
            assertThat(decided.text()).contains("the recipient caused the event");
        }
        assertThat(notifications("own-3", 1).getFirst().recipient())
                .as("a security alert notifies its actor")
                .isEqualTo("bob");
        assertThat(
                        probe(Topics.NOTIFICATIONS).readToEnd().stream()
                                .filter(
                                        about(
                                                Notification.class,
                                                one ->
                                                        Set.of("own-1", "own-2")
                                                                .contains(one.eventId()))))
                .isEmpty();
    }

    @Test
    void claimsAreReadAroundTheEventAndForTheirOwner() {
        Identity key = Identity.of("default", "dedup", "k", "t", "clara");
        Identity owner = Identity.of("default", "s", "owner", "t", "clara");
        Identity another = Identity.of("default", "s", "another", "t", "clara");
        Instant late = eventTime.plus(Duration.ofHours(1));
        Duration hours = Duration.ofHours(2);
        claims.insert(
                List.of(
                        new Claim(
                                key,
                                owner,
                                owner.notificationId(eventTime, 0),
                                eventTime,
                                late.plus(hours))));

        assertThat(
                        claims.lock(List.of(new Asked(key, another, late, hours)))
                                .ownerOf(key, another, late, hours))
                .isPresent();
        HeldClaims far = claims.lock(List.of(new Asked(key, another, late, Duration.ofMinutes(9))));
        assertThat(far.ownerOf(key, another, late, hours)).as("none was read").isEmpty();
        HeldClaims own = claims.lock(List.of(new Asked(key, owner, late, Duration.ofMinutes(9))));
        assertThat(own.ownerOf(key, another, late, hours)).as("its own was read").isPresent();
    }

    @Test
    void severalWritersTakeADedupKeyOnceAndAnIdentityOnce() {
        List<List<ConsumerRecord<String, byte[]>>> batches = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // All writers use the same identities; each dedup key is shared by two of them.
                String id = "race-" + (writer % 2 == 0 ? i : 19 - i);
                batch.add(
                        published.record(
                                id,
                                "com.github.issue_comment.created",
                                eventTime,
                                comment("racer", 100 + i / 2)));
            }
            batches.add(batch);
        }

        CompletableFuture.allOf(
                        batches.stream()
                                .map(batch ->
                                        CompletableFuture.runAsync(
                                                () -> intake.domainEvents(batch)))
                                .toArray(CompletableFuture[]::new))
                .join();

        assertThat(count("select count(*) from processor.decision where event_id like 'race-%'"))
                .isEqualTo(20);
        assertThat(
                        count(
                                "select count(*) from processor.dedup_claim c join processor.decision d on d.identity = c.owner where d.event_id like 'race-%'"))
                .isEqualTo(
                        count(
                                "select count(*) from processor.decision where event_id like 'race-%' and channels like '%\"sent\"%'"))
                .isEqualTo(10);
        List<UUID> told =
                probe(Topics.NOTIFICATIONS).readToEnd().stream()
                        .filter(about(Notification.class, one -> one.eventId().startsWith("race-")))
                        .map(record -> EventJson.read(record.value(), Notification.class).id())
                        .distinct()
                        .toList();
        assertThat(told).hasSize(10);
    }

    @Test
    void quietHoursAreSilentAndHoldTheMailBack() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        published.preferences(
                preferences(
                        "quinn", 1, Map.of(), new QuietHours(now.minusHours(1), now.plusHours(1))));
        awaitRow("preferences", "quinn");
        published.event("quiet-1", "com.github.issues.assigned", eventTime, assigned("quinn"));

        assertThat(notifications("quiet-1", 1).getFirst().silent()).isTrue();
        Deferral deferral =
                read(
                                Topics.DEFERRALS,
                                1,
                                about(Deferral.class, one -> one.recipient().equals("quinn")),
                                Deferral.class)
                        .getFirst();
        assertThat(deferral.reason()).isEqualTo(Reasons.QUIET_HOURS);
        assertThat(deferral.notBefore().atOffset(ZoneOffset.UTC).toLocalTime())
                .isEqualTo(now.plusHours(1));
        assertThat(deferral.notification().eventId()).isEqualTo("quiet-1");
    }

    @Test
    void aRequestIsServedByWhatItsCallerWroteJustBefore() {
        published.request(
                request("ryw-1", "issue-assigned", new RequestedRecipient("wanda", 3, 2)));
        waiting().until(() -> meters.counter("carillon.reference.waits").count() > 0);
        assertThat(count("select count(*) from processor.decision where recipient = 'wanda'"))
                .isZero();
        published.recipient(recipient("wanda", 3, "de"));
        published.preferences(preferences("wanda", 2, Map.of(Channel.EMAIL, Switch.OFF), null));

        Notification notification = notifications("ryw-1", 1).getFirst();
        assertThat(notification.title()).startsWith("bob hat dir");
        TimelineEntry decided = timeline("ryw-1", Stages.DECIDED, 1).getFirst();
        assertThat(decided.requestId()).isEqualTo("ryw-1");
        assertThat(decided.channels().get("email").reason()).isEqualTo(Reasons.CHANNEL_OFF);
        assertThat(decided.details())
                .containsKey("waited_ms")
                .doesNotContainKey("reference_behind");
    }

    @Test
    void anUnknownTypeIsADeadLetterAndEachRecipientsRequestFails() {
        published.request(
                request("unknown-1", "no-such-type", new RequestedRecipient("uma", 0, 0)));

        assertThat(deadLetter("ce_id", "unknown-1"))
                .containsEntry(Headers.DEAD_CODE, "unknown_type")
                .containsEntry(Headers.DEAD_TYPE, "no-such-type");
        List<TimelineEntry> failed = timeline("unknown-1", Stages.FAILED, 2);
        assertThat(failed)
                .anySatisfy(entry -> {
                    assertThat(entry.recipient()).isEqualTo("uma");
                    assertThat(entry.requestId()).isEqualTo("unknown-1");
                    assertThat(entry.text())
                            .isEqualTo(
                                    "Not sent: the notification type or the event has a fault. Support can look it up.");
                    assertThat(entry.details())
                            .containsEntry("reason", "there is no notification type no-such-type");
                });
    }

    @Test
    void anAdHocRequestCarriesItsOwnTextsAndNarrowsItsChannels() {
        NotificationRequest request =
                new NotificationRequest(
                        "default",
                        "adhoc-1",
                        null,
                        "shop",
                        Instant.now(),
                        0,
                        List.of(new RequestedRecipient("otto", 0, 0)),
                        null,
                        0,
                        "Your parcel",
                        "It is here",
                        null,
                        null,
                        null,
                        Map.of("parcel", 5),
                        "/parcels/5",
                        null,
                        null,
                        Set.of(Channel.IN_APP));
        published.request(request);

        Notification notification = notifications("adhoc-1", 1).getFirst();
        assertThat(notification.title()).isEqualTo("Your parcel");
        assertThat(notification.type()).isEqualTo(Notification.AD_HOC);
        assertThat(notification.actionUrl()).isEqualTo("/parcels/5");
        assertThat(
                        timeline("adhoc-1", Stages.DECIDED, 1)
                                .getFirst()
                                .channels()
                                .get("email")
                                .reason())
                .isEqualTo(Reasons.NOT_REQUESTED);
    }

    @Test
    void aRecordOlderThanTheMemoryIsADeadLetterAndDecidesNothing() {
        byte[] longAgo =
                Instant.now()
                        .minus(Duration.ofDays(14))
                        .minusSeconds(60)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<String, byte[]> event =
                published.record(
                        "old-event", "com.github.issues.assigned", eventTime, assigned("olaf"));
        event.headers().add(Headers.FIRST_WRITTEN, longAgo);
        ConsumerRecord<String, byte[]> asked =
                Published.consumed(
                        request(
                                "old-request",
                                "issue-assigned",
                                new RequestedRecipient("olaf", 0, 0)));
        asked.headers().add(Headers.FIRST_WRITTEN, longAgo);

        intake.domainEvents(List.of(event));
        intake.requests(List.of(asked));

        for (String old : List.of("old-event", "old-request")) {
            assertThat(deadLetter("ce_id", old)).containsEntry(Headers.DEAD_CODE, "beyond_memory");
        }
        assertThat(count("select count(*) from processor.decision where recipient = 'olaf'"))
                .isZero();
    }

    @Test
    void aRequestAcceptedOutsideOfTheOpenPartitionsIsADeadLetter() {
        Map<String, Instant> times =
                Map.of(
                        "event_in_future", Instant.now().plus(Duration.ofMinutes(30)),
                        "event_too_old", Instant.parse("2020-01-01T00:00:00Z"));
        times.forEach((code, time) -> {
            Map<String, Object> json =
                    new LinkedHashMap<>(
                            EventJson.readObject(
                                    EventJson.write(
                                            request(
                                                    "when-" + code,
                                                    "issue-assigned",
                                                    new RequestedRecipient("otis", 0, 0)))));
            json.put("accepted_at", time.toString());
            published.own(
                    Topics.REQUESTS,
                    RecordTypes.REQUEST,
                    "when-" + code,
                    new String(EventJson.write(json), StandardCharsets.UTF_8));

            assertThat(deadLetter("ce_id", "when-" + code)).containsEntry(Headers.DEAD_CODE, code);
        });
        assertThat(count("select count(*) from processor.decision where recipient = 'otis'"))
                .isZero();
    }
}
