package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.fanout.ChangeSink;
import dev.carillon.gateway.fanout.ChangeSource;
import dev.carillon.gateway.http.Admissions.Decision;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.gateway.ticket.Tickets;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.security.Verification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Who may connect while Redis is unavailable, and while the replica is not ready.
class AdmissionsTest {
    private static final Instant EXPIRES = Instant.parse("2026-11-21T11:00:00Z");

    private final RedisLink away = new RedisLink(URI.create("redis://localhost:1"));
    private final Tickets tickets = new Tickets(away, Clock.systemUTC(), Duration.ofSeconds(30));
    private final GatewaySettings settings =
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("carillon.gateway", Bindable.of(GatewaySettings.class));
    private final Connections connections =
            new Connections(
                    settings,
                    null,
                    null,
                    null,
                    new SimpleMeterRegistry(),
                    () -> 0,
                    Clock.systemUTC(),
                    new Random(1));
    private final Drain drain = new Drain(connections, settings.drain(), new Random(1));
    private boolean filled = true;
    private final TokenVerifier tokens =
            jwt ->
                    switch (jwt) {
                        case "good" ->
                                new Verification.Accepted(
                                        new Caller("default", "ann", Set.of()), EXPIRES);
                        case "old" -> new Verification.Expired();
                        default -> new Verification.Rejected("the token's signature is wrong");
                    };
    private final Admissions admissions =
            new Admissions(tokens, tickets, away, connections, new Source(), drain);

    @Test
    void admitsByTokenWithoutRedisAndWithoutAFreshTicket() {
        assertThat(decide(new Credentials.Secret.Token("good")))
                .isInstanceOfSatisfying(
                        Decision.Admitted.class,
                        admitted -> {
                            assertThat(admitted.admission().recipient())
                                    .isEqualTo(new RecipientKey("default", "ann"));
                            assertThat(admitted.admission().expiresAt()).isEqualTo(EXPIRES);
                            assertThat(admitted.admission().resumeTicket()).isNull();
                        });
    }

    @Test
    void cannotTellOfATicketWithoutRedis() {
        assertRefused(
                decide(new Credentials.Secret.Ticket("q83vEjRWeJCrze8SNFZ4kA")),
                CloseCode.STATE_UNKNOWN);
    }

    @Test
    void tellsAnEndedTokenFromAWrongOneAndFromNone() {
        assertRefused(decide(new Credentials.Secret.Token("old")), CloseCode.TOKEN_EXPIRED);
        assertRefused(decide(new Credentials.Secret.Token("bad")), CloseCode.UNAUTHENTICATED);
        assertRefused(decide(null), CloseCode.UNAUTHENTICATED);
    }

    @Test
    void takesNobodyInBeforeTheWindowIsFilledNorWhileLeaving() throws Exception {
        filled = false;
        assertRefused(decide(new Credentials.Secret.Token("good")), CloseCode.OVERLOADED);

        filled = true;
        drain.run();
        assertRefused(decide(new Credentials.Secret.Token("good")), CloseCode.DRAIN);
    }

    private Decision decide(Credentials.Secret secret) {
        return admissions.decide(new Credentials(List.of("carillon.v1"), secret), null);
    }

    private static void assertRefused(Decision decision, CloseCode code) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private final class Source implements ChangeSource {
        @Override
        public void start(ChangeSink sink) {}

        @Override
        public State state() {
            return new State(filled, "");
        }

        @Override
        public void close() {}
    }
}
