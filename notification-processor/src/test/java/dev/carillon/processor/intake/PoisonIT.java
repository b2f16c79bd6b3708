package dev.carillon.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Headers;
import dev.carillon.events.Notification;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.Topics;
import dev.carillon.processor.ExampleTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// Invalid records and values: the other records of the batch are still processed.
class PoisonIT extends ProcessorTest {
    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json");

    @Test
    void anEventThatIsNullIsADeadLetterAndStopsNobody() {
        published.raw("null", STRUCTURED, "null");
        published.event("null-data", "com.example.team.news", eventTime, "null");
        published.event("behind-null", "com.github.issues.assigned", eventTime, assigned("nils"));

        notifications("behind-null", 1);
        assertThat(deadLetter(Headers.DEAD_KEY, "null"))
                .containsEntry(Headers.DEAD_CODE, "malformed_event")
                .containsEntry(Headers.DEAD_FIELD, "value");
        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "null-data"))
                .containsEntry(Headers.DEAD_FIELD, "data");
    }

    @Test
    void halfOfACharacterIsNoPartOfAnId() {
        published.raw(
                "half",
                STRUCTURED,
                """
                {"specversion":"1.0","id":"half-\\ud800","source":"s","type":"com.example.team.news","tenant":"acme"}
                """);
        published.event(
                "half-1",
                "com.example.team.news",
                eventTime,
                "{\"headline\":\"Hello\",\"people\":[\"not \\ud800 valid\",\"hanna\"]}");

        assertThat(notifications("half-1", 1).getFirst().recipient()).isEqualTo("hanna");
        assertThat(timeline("half-1", Stages.FAILED, 1).getFirst().details())
                .containsEntry("recipient", "not ? valid");
        assertThat(deadLetter(Headers.DEAD_KEY, "half"))
                .containsEntry(Headers.DEAD_CODE, "malformed_event")
                .containsEntry(Headers.DEAD_FIELD, "id")
                .containsEntry(Headers.DEAD_TENANT, "acme")
                .doesNotContainKey(Headers.DEAD_EVENT_ID);
    }

    @Test
    void aTraceThatIsNoneGoesNowhere() {
        published.traced("traced-1", "0".repeat(70_000), eventTime, assigned("tara"));
        published.traced(
                "traced-2",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                eventTime,
                assigned("tara"));

        assertThat(trace("traced-1")).hasSizeLessThan(60);
        assertThat(trace("traced-2")).contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void anIdIsMeasuredInBytes() {
        String id = "ä".repeat(600);
        published.event(id, "com.github.issues.assigned", eventTime, assigned("ida"));

        Map<String, String> dead = deadLetter(Headers.CE_ID, id);
        assertThat(dead)
                .containsEntry(Headers.DEAD_CODE, "malformed_event")
                .containsEntry(Headers.DEAD_FIELD, "id")
                .containsEntry(Headers.DEAD_TENANT, "default")
                .doesNotContainKey(Headers.DEAD_EVENT_ID);
    }

    @Test
    void aCrowdIsDecidedInPortions() {
        published.event("crowd-1", "com.example.team.news", eventTime, news("All", 1_000));
        published.event(
                "crowd-2", "com.example.team.news", eventTime, news("a".repeat(30_000), 80));

        assertThat(notifications("crowd-1", 1_000))
                .extracting(Notification::recipient)
                .doesNotHaveDuplicates();
        notifications("crowd-2", 80);
        assertThat(transactions("crowd-1")).as("500 at once").isEqualTo(2);
        assertThat(transactions("crowd-2")).as("2 MB at once").isEqualTo(2);
    }

    private static String news(String headline, int people) {
        return IntStream.range(0, people)
                .mapToObj(i -> "\"crowd-" + i + "\"")
                .collect(
                        Collectors.joining(
                                ",", "{\"headline\":\"" + headline + "\",\"people\":[", "]}"));
    }

    private long transactions(String eventId) {
        return count(
                "select count(distinct xmin::text) from processor.decision where event_id = '"
                        + eventId
                        + "'");
    }

    @Test
    void aRequestThatLacksWhatItMustHaveIsADeadLetterAndStopsNobody() {
        published.own(Topics.REQUESTS, RecordTypes.REQUEST, "lacking", "{}");
        published.own(Topics.REQUESTS, RecordTypes.REQUEST, "null-request", "null");

        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "lacking"))
                .containsEntry(Headers.DEAD_CODE, "malformed_value")
                .containsEntry(Headers.DEAD_FIELD, "tenant");
        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "null-request"))
                .containsEntry(Headers.DEAD_CODE, "malformed_value");
    }

    @Test
    void referenceDataThatLacksItsKeyIsADeadLetterAndStopsNobody() {
        published.own(Topics.RECIPIENTS, RecordTypes.RECIPIENT, "no-tenant", "{}");
        published.own(Topics.RECIPIENTS, RecordTypes.RECIPIENT, "null-recipient", "null");
        published.own(
                Topics.NOTIFICATION_TYPES,
                RecordTypes.NOTIFICATION_TYPE,
                "no-category",
                "{\"tenant\":\"default\",\"key\":\"odd\",\"version\":1}");
        published.own(
                Topics.NOTIFICATION_TYPES,
                RecordTypes.NOTIFICATION_TYPE,
                "no-recipients",
                """
                {"tenant":"default","key":"odd","version":1,"category":"news","priority":"low","level":"info",
                 "rules":[{"event":"com.example.odd"}]}
                """);

        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "no-tenant"))
                .containsEntry(Headers.DEAD_FIELD, "tenant");
        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "null-recipient"))
                .containsEntry(Headers.DEAD_CODE, "malformed_value");
        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "no-category"))
                .containsEntry(Headers.DEAD_FIELD, "category");
        awaitCount("select count(*) from processor.notification_type where key = 'odd'", 1);
        published.event("odd-1", "com.example.odd", eventTime, "{}");
        published.event("behind-odd", "com.github.issues.assigned", eventTime, assigned("olga"));
        notifications("behind-odd", 1);
        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "odd-1"))
                .containsEntry(Headers.DEAD_CODE, "type_not_usable");
    }

    @Test
    void aTypeAndItsRevisionComeTogether() {
        // The first transaction that increments the revision fails, like a crash just before the
        // increment. A sequence is not rolled back.
        jdbc.execute(
                """
                create sequence processor.revisions;
                create function processor.fail_once() returns trigger language plpgsql as $$
                begin
                    if nextval('processor.revisions') = 1 then raise exception 'crashed'; end if;
                    return new;
                end $$;
                create trigger fail_once before update on processor.type_revision
                    for each row execute function processor.fail_once();
                """);
        published.types(
                List.of(
                        ExampleTypes.type(
                                """
                                key: late-news
                                category: news
                                channels: { in_app: true }
                                rules:
                                  - event: com.example.late
                                    recipients: data.person
                                templates:
                                  in_app:
                                    en: { title: "Late" }
                                """)));

        awaitCount("select last_value from processor.revisions", 2);
        jdbc.execute("drop trigger fail_once on processor.type_revision");
        awaitCount("select count(*) from processor.notification_type where key = 'late-news'", 1);
        published.event("late-1", "com.example.late", eventTime, "{\"person\":\"lena\"}");
        assertThat(notifications("late-1", 1).getFirst().title()).isEqualTo("Late");
    }

    @Test
    void aTemplateThatGrowsTooLargeIsADeadLetterThatNamesIt() {
        published.types(
                List.of(
                        ExampleTypes.type(
                                """
                                key: echo
                                category: news
                                channels: { in_app: true }
                                rules:
                                  - event: com.example.echo
                                    recipients: data.person
                                    data: { word: data.word, times: data.times }
                                templates:
                                  in_app:
                                    en: { title: "Echo", text: "{{#times}}{{word}}{{/times}}" }
                                """)));
        awaitCount("select count(*) from processor.notification_type where key = 'echo'", 1);
        published.event(
                "echo-1",
                "com.example.echo",
                eventTime,
                "{\"person\":\"edda\",\"word\":\"%s\",\"times\":[1,2,3,4,5,6,7]}"
                        .formatted("o".repeat(10_000)));

        assertThat(deadLetter(Headers.DEAD_EVENT_ID, "echo-1"))
                .containsEntry(Headers.DEAD_CODE, "rendering_too_large")
                .containsEntry(Headers.DEAD_TYPE, "echo")
                .containsEntry(Headers.DEAD_RECIPIENT, "edda")
                .containsEntry(Headers.DEAD_EXPRESSION, "templates.in_app.en.text");
    }

    private String trace(String eventId) {
        ConsumerRecord<String, byte[]> record =
                probe(Topics.NOTIFICATIONS)
                        .await(1, about(Notification.class, one -> one.eventId().equals(eventId)))
                        .getFirst();
        return headers(record).getOrDefault(Headers.TRACEPARENT, "");
    }
}
