package dev.carillon.api.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.api.trigger.RequestOutcomes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.test.SettableClock;
import dev.carillon.test.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Who may read the timeline, and how long it is kept.
@ApiOnRealServers
class TimelineIT {
    private static final String TIMELINE = "/api/v1/timeline";
    private static final Instant AT = Instant.parse("2026-05-04T10:20:00Z");

    @Autowired TimelineTable table;
    @Autowired HourlyMetrics metrics;
    @Autowired RequestOutcomes requests;
    @Autowired TimelineProperties properties;
    @Autowired JdbcClient jdbc;
    @LocalServerPort int port;

    @Test
    void aPersonReadsNobodyElsesEntriesWhateverTheyAskFor() {
        String tenant = "timeline-own";
        UUID notification = UUID.randomUUID();
        TimelineEntry anns = entry(tenant, "ann", notification, "shared-event", AT);
        TimelineEntry bobs = entry(tenant, "bob", UUID.randomUUID(), "shared-event", AT);
        TimelineEntry elsewhere =
                entry("timeline-else", "ann", notification, "shared-event", AT.plusSeconds(1));
        add(anns, bobs, elsewhere);
        ApiCaller ann = person(tenant, "ann");
        ApiCaller bob = person(tenant, "bob");

        assertThat(texts(ann.get(TIMELINE))).containsExactly(text(anns));
        assertThat(texts(ann.get(TIMELINE + "?event_id=shared-event"))).containsExactly(text(anns));
        assertThat(texts(ann.get(TIMELINE + "?notification_id=" + notification)))
                .containsExactly(text(anns));
        assertThat(texts(bob.get(TIMELINE + "?event_id=shared-event"))).containsExactly(text(bobs));
        assertThat(texts(bob.get(TIMELINE + "?notification_id=" + notification))).isEmpty();
        bob.get(TIMELINE + "?recipient=ann").is(404);
        assertThat(texts(person("timeline-else", "bob").get(TIMELINE + "?event_id=shared-event")))
                .isEmpty();
    }

    @Test
    void aCursorOfSomebodyElseIsRefused() {
        String tenant = "timeline-cursor";
        TimelineEntry late = entry(tenant, "ann", UUID.randomUUID(), "late", AT.plusSeconds(3));
        TimelineEntry early = entry(tenant, "ann", UUID.randomUUID(), "early", AT);
        add(early, late);
        String page = TIMELINE + "?limit=1";
        String cursor = person(tenant, "ann").get(page).is(200).at("/next_cursor");

        assertThat(texts(person(tenant, "ann").get(page + "&cursor=" + cursor)))
                .containsExactly(text(early));
        person(tenant, "bob").get(page + "&cursor=" + cursor).is(400);
        person("timeline-else", "ann").get(page + "&cursor=" + cursor).is(400);
    }

    @Test
    void supportReadsEverybodyOfTheirTenantAndNobodyOfAnother() {
        String tenant = "timeline-support";
        UUID notification = UUID.randomUUID();
        TimelineEntry anns = entry(tenant, "ann", notification, "one-event", AT);
        TimelineEntry bobs = entry(tenant, "bob", UUID.randomUUID(), "one-event", AT.plusMillis(1));
        add(anns, bobs);
        ApiCaller support = support(tenant);
        ApiCaller foreign = support("timeline-foreign");

        assertThat(texts(support.get(TIMELINE + "?event_id=one-event")))
                .containsExactlyInAnyOrder(text(anns), text(bobs));
        assertThat(texts(support.get(TIMELINE + "?recipient=ann"))).containsExactly(text(anns));
        for (String query :
                List.of("event_id=one-event", "recipient=ann", "notification_id=" + notification)) {
            assertThat(texts(foreign.get(TIMELINE + "?" + query))).as(query).isEmpty();
        }
    }

    @Test
    void anEntryIsKeptUntilItsRetentionEndsAndNoLonger() {
        Instant stored = Instant.parse("2001-01-01T00:00:00Z");
        SettableClock clock = SettableClock.at(stored);
        StoreTimeline store = new StoreTimeline(table, metrics, requests, properties, clock);
        ForgetTimeline forget = new ForgetTimeline(table, clock);
        String tenant = "timeline-kept";
        TimelineEntry decided = entry(tenant, "ann", UUID.randomUUID(), "kept", AT);
        TimelineEntry unmatched =
                new TimelineEntry(
                        UUID.randomUUID(),
                        Stages.NO_MATCH,
                        AT,
                        tenant,
                        null,
                        "/shop",
                        "unmatched",
                        null,
                        null,
                        null,
                        Map.of(),
                        "",
                        Map.of());
        store.store(List.of(decided, unmatched));

        clock.set(stored.plus(Duration.ofDays(7)));
        forget.forget();
        assertThat(kept(tenant)).containsExactlyInAnyOrder(decided.entryId(), unmatched.entryId());
        clock.advance(Duration.ofMillis(1));
        forget.forget();
        assertThat(kept(tenant)).containsExactly(decided.entryId());

        clock.set(stored.plus(Duration.ofDays(90)));
        forget.forget();
        assertThat(kept(tenant)).containsExactly(decided.entryId());
        clock.advance(Duration.ofMillis(1));
        forget.forget();
        assertThat(kept(tenant)).isEmpty();
    }

    private List<UUID> kept(String tenant) {
        return jdbc.sql("select entry_id from timeline_entry where tenant = ?")
                .param(tenant)
                .query(UUID.class)
                .list();
    }

    private void add(TimelineEntry... entries) {
        table.add(List.of(entries), entry -> Instant.now().plus(Duration.ofDays(1)));
    }

    private ApiCaller person(String tenant, String name) {
        return new ApiCaller(port, TestTokens.user(tenant, name));
    }

    private ApiCaller support(String tenant) {
        return new ApiCaller(port, TestTokens.mint(tenant, "sam", Duration.ofHours(1), "support"));
    }

    private static List<String> texts(ApiCaller.Answer answer) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : answer.is(200).json().get("items")) {
            texts.add(item.get("text").asString());
        }
        return texts;
    }

    /// A text that is unique for each entry and visible to people and support.
    private static String text(TimelineEntry entry) {
        return entry.text();
    }

    private static TimelineEntry entry(
            String tenant, String recipient, UUID notification, String event, Instant at) {
        return new TimelineEntry(
                UUID.randomUUID(),
                Stages.DECIDED,
                at,
                tenant,
                notification,
                "/shop",
                event,
                "order-shipped",
                recipient,
                null,
                Map.of(),
                tenant + " " + recipient + " " + event,
                Map.of());
    }
}
