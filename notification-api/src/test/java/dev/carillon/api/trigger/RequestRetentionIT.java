package dev.carillon.api.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.EventJson;
import dev.carillon.platform.security.Caller;
import dev.carillon.test.SettableClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// How long requests and idempotency keys are kept, and which caller a key belongs to.
@ApiOnRealServers
class RequestRetentionIT {
    private static final Instant STORED = Instant.parse("2001-01-01T00:00:00Z");
    private static final JsonNode BODY = EventJson.mapper().readTree("{\"title\":\"Hello\"}");
    private static final String ROUTE = "POST /api/v1/notifications";

    @Autowired JdbcTemplate jdbc;
    @Autowired RequestTable requests;
    @Autowired IdempotencyKeys keys;
    @Autowired RequestSettings settings;

    private SettableClock clock;
    private ForgetOldRequests forget;

    @BeforeEach
    void setClock() {
        clock = SettableClock.at(STORED);
        forget = new ForgetOldRequests(requests, keys, settings, clock);
    }

    @Test
    void aRequestIsKeptForThirtyDaysAndNoLonger() {
        UUID request = UUID.randomUUID();
        jdbc.update(
                "insert into request (request_id, tenant, caller, accepted_at) values (?, 'kept', 'shop', ?)",
                request,
                Timestamp.from(STORED));

        clock.set(STORED.plus(Duration.ofDays(30)));
        forget.forget();
        assertThat(requestIsKept(request)).isTrue();
        clock.advance(Duration.ofMillis(1));
        forget.forget();
        assertThat(requestIsKept(request)).isFalse();
    }

    @Test
    void anIdempotencyKeyIsKeptForADayAndNoLonger() {
        IdempotencyKeys.Scoped key = key("kept", "shop", ROUTE);
        keys.store(key, "first", STORED);
        Instant end = STORED.plus(Duration.ofHours(24));

        clock.set(end.minusMillis(1));
        forget.forget();
        assertThat(keys.take(key, clock.instant())).contains("\"first\"");
        assertThat(keys.take(key, end)).isEmpty();
        assertThat(keyIsKept("kept")).isTrue();
        clock.set(end);
        forget.forget();
        assertThat(keyIsKept("kept")).isFalse();
    }

    @Test
    void aKeyBelongsToOneTenantCallerAndRoute() {
        keys.store(key("mine", "shop", ROUTE), "mine", STORED);

        assertThat(keys.take(key("mine", "shop", ROUTE), STORED)).contains("\"mine\"");
        for (IdempotencyKeys.Scoped other :
                List.of(
                        key("theirs", "shop", ROUTE),
                        key("mine", "bakery", ROUTE),
                        key("mine", "shop", "POST /api/v1/digests/run"))) {
            assertThat(keys.take(other, STORED)).as(other.toString()).isEmpty();
            keys.store(other, "other", STORED);
        }
        assertThat(keys.take(key("mine", "shop", ROUTE), STORED)).contains("\"mine\"");
    }

    private static IdempotencyKeys.Scoped key(String tenant, String caller, String route) {
        return IdempotencyKeys.Scoped.of(new Caller(tenant, caller, Set.of()), route, "k-1", BODY);
    }

    private boolean requestIsKept(UUID request) {
        return count("select count(*) from request where request_id = ?", request) == 1;
    }

    private boolean keyIsKept(String tenant) {
        return count("select count(*) from idempotency_key where tenant = ?", tenant) == 1;
    }

    private long count(String sql, Object value) {
        Long count = jdbc.queryForObject(sql, Long.class, value);
        return count == null ? 0 : count;
    }
}
