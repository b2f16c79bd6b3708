package dev.carillon.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
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

@ApiOnRealServers
class DeadLettersIT {
    private static final String LIST = "/api/v1/admin/dead-letters";
    private static final String AUDIT = "/api/v1/admin/audit-log";

    @Autowired DeadLetterTable table;
    @Autowired DeadLetterProperties properties;
    @Autowired JdbcClient jdbc;
    @LocalServerPort int port;

    @Test
    void listsNewestFirstInPagesAndNarrowed() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(add("hooli", i % 2 == 0 ? "bad_event" : "limit", "orders-" + i));
        }
        var support = caller("hooli");

        assertThat(ids(support.get(LIST + "?limit=2").is(200).json()))
                .containsExactly(ids.get(4), ids.get(3));
        String next = support.get(LIST + "?limit=2").at("/next_cursor");
        assertThat(ids(support.get(LIST + "?limit=3&cursor=" + next).is(200).json()))
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
        table.settle(ids.get(4), "discarded", "root");
        assertThat(ids(support.get(LIST + "?state=dead&code=bad_event&topic=orders").json()))
                .containsExactly(ids.get(2), ids.get(0));
        assertThat(ids(support.get(LIST + "?recipient=nobody").json())).isEmpty();
        var whole = support.get(LIST + "/" + ids.getFirst()).is(200);
        assertThat(whole.at("/value")).isEqualTo("{\"n\":\"orders-0\"}");
        assertThat(caller("other").get(LIST + "/" + ids.getFirst()).status()).isEqualTo(404);
    }

    @Test
    void anotherTenantsLetterIsAbsentAndStaysAsItIs() {
        UUID id = add("initech", "bad_event", "theirs");
        var admin = new ApiCaller(port, TestTokens.admin());

        assertThat(admin.get(LIST + "/" + id).status()).isEqualTo(404);
        assertThat(admin.post(LIST + "/" + id + "/requeue", null).status()).isEqualTo(404);
        assertThat(admin.post(LIST + "/" + id + "/discard", null).status()).isEqualTo(404);

        assertThat(ids(admin.get(LIST + "?limit=100").is(200).json())).doesNotContain(id);
        assertThat(table.find("initech", id)).get().extracting(DeadLetter::state).isEqualTo("dead");
    }

    @Test
    void aCursorOfAnotherTenantOrAnotherListIsRefused() {
        for (int i = 0; i < 3; i++) {
            add("piper", "bad_event", "piper-" + i);
        }
        var support = caller("piper");
        String cursor = support.get(LIST + "?limit=1").is(200).at("/next_cursor");

        support.get(LIST + "?limit=1&cursor=" + cursor).is(200);
        assertThat(caller("other").get(LIST + "?limit=1&cursor=" + cursor).is(400).faults())
                .containsExactly("cursor invalid_cursor");
        assertThat(support.get(LIST + "?recipient=ann&cursor=" + cursor).is(400).faults())
                .containsExactly("cursor invalid_cursor");
        assertThat(admin("piper").get(AUDIT + "?cursor=" + cursor).is(400).faults())
                .containsExactly("cursor invalid_cursor");
    }

    @Test
    void theAuditLogIsOfTheOwnTenantOnlyAndSoAreItsCursors() {
        var admin = admin("raviga");
        for (int i = 0; i < 3; i++) {
            UUID id = add("raviga", "bad_event", "raviga-" + i);
            admin.post(LIST + "/" + id + "/discard", null).is(200);
        }

        String cursor = admin.get(AUDIT + "?limit=2").is(200).at("/next_cursor");

        assertThat(admin.get(AUDIT + "?limit=2&cursor=" + cursor).is(200).json().get("items"))
                .hasSize(1);
        assertThat(admin("other").get(AUDIT + "?limit=2&cursor=" + cursor).is(400).faults())
                .containsExactly("cursor invalid_cursor");
        assertThat(admin("nobody-acted").get(AUDIT).is(200).json().get("items")).isEmpty();
    }

    @Test
    void figuresOfDeadLettersAreThoseOfTheOwnTenant() {
        add("aviato", "bad_event", "aviato");

        assertThat(caller("aviato").get(LIST + "/stats").is(200).json().get("items")).hasSize(1);
        assertThat(caller("without-any").get(LIST + "/stats").is(200).json().get("items"))
                .isEmpty();
    }

    @Test
    void aSettledLetterIsKeptForNinetyDaysAndAWaitingOneForGood() {
        Instant settled = Instant.parse("2001-01-01T00:00:00Z");
        SettableClock clock = SettableClock.at(settled);
        DeadLetterTable then = new DeadLetterTable(jdbc, clock);
        UUID done = add("kept", "bad_event", "done");
        UUID waiting = add("kept", "bad_event", "waiting");
        then.settle(done, "discarded", "root");
        ForgetDeadLetters forget = new ForgetDeadLetters(then, properties, clock);

        clock.set(settled.plus(Duration.ofDays(90)));
        forget.forget();
        assertThat(table.find("kept", done)).isPresent();
        clock.advance(Duration.ofMillis(1));
        forget.forget();
        assertThat(table.find("kept", done)).isEmpty();
        assertThat(table.find("kept", waiting)).isPresent();
    }

    private static List<UUID> ids(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> UUID.fromString(item.get("id").asString()))
                .toList();
    }

    private ApiCaller admin(String tenant) {
        return new ApiCaller(port, TestTokens.mint(tenant, "root", Duration.ofHours(1), "admin"));
    }

    private ApiCaller caller(String tenant) {
        return new ApiCaller(port, TestTokens.mint(tenant, "sam", Duration.ofHours(1), "support"));
    }

    private UUID add(String tenant, String code, String eventId) {
        UUID id = UUID.randomUUID();
        table.add(
                new DeadLetter(
                        id,
                        0,
                        tenant,
                        null,
                        eventId,
                        code,
                        "caller",
                        "it is refused",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "notification-processor",
                        "orders",
                        0,
                        7L,
                        "key",
                        Map.of("ce_type", "com.example.order"),
                        Instant.now(),
                        "dead",
                        null,
                        null),
                ("{\"n\":\"" + eventId + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return id;
    }
}
