package dev.carillon.processor.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.deduplication.DedupClaims;
import dev.carillon.processor.intake.ProcessorTest;
import dev.carillon.processor.routing.DecisionRetention;
import dev.carillon.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class ForgetDecisionsIT extends ProcessorTest {
    private static final Duration MEMORY = Duration.ofDays(14);

    @Autowired private DecisionRetention decisions;
    @Autowired private DedupClaims claims;
    @Autowired private JdbcTemplate database;

    /// An hour ahead of the clock by which the service itself deletes at the same time.
    private final Instant now =
            Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    @Test
    void aDecisionIsKeptForFourteenDaysFromItsWritingAndNoLonger() {
        decided("kept", now.minus(MEMORY));
        decided("over", now.minus(MEMORY).minusMillis(1));

        forget();

        assertThat(
                        database.queryForList(
                                "select event_id from processor.decision where tenant = 'retention'",
                                String.class))
                .containsExactly("kept");
    }

    @Test
    void aClaimIsKeptUntilNoEventCanMeetItAndNoLonger() {
        claimed("kept", now);
        claimed("over", now.minusMillis(1));

        forget();

        assertThat(
                        database.queryForList(
                                "select convert_from(owner, 'UTF8') from processor.dedup_claim where key = 'retention'::bytea",
                                String.class))
                .containsExactly("kept");
    }

    private void forget() {
        new ForgetDecisions(
                        decisions,
                        claims,
                        new ProcessorProperties(
                                List.of(), 1, MEMORY, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                        SettableClock.at(now))
                .run();
    }

    private void decided(String event, Instant at) {
        database.update(
                """
                insert into processor.decision (identity, notification_id, tenant, recipient, type, type_version,
                    event_source, event_id, channels, decided_at, emission)
                values (?::text::bytea, gen_random_uuid(), 'retention', 'ann', 'news', 1, 's', ?, '{}', ?, ''::bytea)
                """,
                "retention " + event,
                event,
                at.atOffset(ZoneOffset.UTC));
    }

    private void claimed(String owner, Instant keptUntil) {
        database.update(
                """
                insert into processor.dedup_claim (key, owner, notification_id, event_time, kept_until)
                values ('retention'::bytea, ?::text::bytea, gen_random_uuid(), ?, ?)
                """,
                owner,
                keptUntil.atOffset(ZoneOffset.UTC),
                keptUntil.atOffset(ZoneOffset.UTC));
    }
}
