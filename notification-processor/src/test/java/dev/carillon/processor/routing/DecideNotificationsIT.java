package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Channel;
import dev.carillon.events.EventJson;
import dev.carillon.events.Notification;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.Switch;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.processor.deduplication.DedupClaims;
import dev.carillon.processor.intake.ProcessorTest;
import dev.carillon.processor.outbound.GiveUp;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.outbound.PublishOutbound;
import dev.carillon.processor.reference.Patience;
import dev.carillon.processor.reference.People;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/// One decision for each identity, and one notification for each dedup key and window, in the database.
class DecideNotificationsIT extends ProcessorTest {
    private static final String TYPE =
            """
            key: once
            category: news
            channels: { in_app: true, email: immediate }
            dedup: { key: event.subject, window: PT10M }
            """;

    @Autowired private People people;
    @Autowired private Decide decide;
    @Autowired private DecisionStore store;
    @Autowired private DedupClaims claims;
    @Autowired private GiveUp giveUp;
    @Autowired private DecisionMeters decisionMeters;
    @Autowired private PlatformTransactionManager transactions;
    @Autowired private DecideNotifications decisions;
    @Autowired private PublishOutbound publish;
    @Autowired private TopicNames names;
    @Autowired private JdbcTemplate database;

    private Candidates candidates;

    @BeforeEach
    void anEventOfNow() {
        candidates = new Candidates();
        candidates.time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Test
    void ofTwoReplicasTheFirstThatStoresDecidesAndTheOtherPublishesTheSame() {
        for (String key : Arrays.asList(null, "race")) {
            candidates.event = "race " + key;
            candidates.dedupKey = key;
            candidates.recipient = "raul-" + key;
            Candidate candidate = candidates.of(TYPE);
            // The other replica decides between this one's look for a stored decision and its
            // insert.
            DecideNotifications late =
                    new DecideNotifications(
                            people,
                            decide,
                            store,
                            claims,
                            giveUp,
                            decisionMeters,
                            transactions,
                            new InBetween(() -> decide(candidate)));
            Outbound published = new Outbound();

            late.decide(List.of(candidate), Duration.ZERO, Patience.NONE, published);
            publish.publish(published);

            Instant stored =
                    database.queryForObject(
                                    "select decided_at from processor.decision where identity = ?",
                                    OffsetDateTime.class,
                                    (Object) candidate.identity().bytes())
                            .toInstant();
            assertThat(stored).isBefore(InBetween.LATER);
            assertThat(notification(candidate).decidedAt()).isEqualTo(stored);
        }
    }

    @Test
    void whatNotifiedNobodyIsNoReasonToSuppressTheNext() {
        candidates.dedupKey = "muted";
        candidates.recipient = "mona";
        prefers("mona", 1, Map.of(Channel.EMAIL, Switch.OFF, Channel.IN_APP, Switch.OFF));
        assertThat(reasons("mona-1")).containsOnly("channel_off");

        prefers("mona", 2, Map.of());
        assertThat(reasons("mona-2")).containsOnly("immediate");
        assertThat(reasons("mona-3")).containsOnly("duplicate");
    }

    @Test
    void aDuplicateComesBeforeAMuteAndAfterErasureExpiryAndOwnAction() {
        candidates.dedupKey = "order";
        candidates.recipient = "orla";
        assertThat(reasons("orla-1")).containsOnly("immediate");

        prefers("orla", 1, Map.of(Channel.EMAIL, Switch.OFF, Channel.IN_APP, Switch.OFF));
        assertThat(reasons("orla-2")).containsOnly("duplicate");
        candidates.actors = List.of("orla");
        assertThat(reasons("orla-3")).containsOnly("own_action");
        candidates.expiresAt = candidates.time.minusSeconds(1);
        assertThat(reasons("orla-4")).containsOnly("expired");
        erased("orla");
        assertThat(reasons("orla-5")).containsOnly("erased");
        assertThat(claimsOf("orla")).isEqualTo(1);
    }

    @Test
    void aKeyIsTakenOnceWithinABatchAndNotByAnotherTenantTypeOrRecipient() {
        candidates.dedupKey = "batch";
        Candidate first = candidate("batch-1", "bela", TYPE);
        Candidate second = candidate("batch-2", "bela", TYPE);
        Candidate other = candidate("batch-1", "bodo", TYPE);
        Candidate type = candidate("batch-3", "bela", TYPE.replace("once", "twice"));
        candidates.tenant = "acme";
        Candidate tenant = candidate("batch-1", "bela", TYPE);

        decide(first, second, first, other, type, tenant);

        assertThat(stored(second)).containsOnly("duplicate");
        for (Candidate sent : List.of(first, other, type, tenant)) {
            assertThat(stored(sent)).containsOnly("immediate");
        }
    }

    @Test
    void theWindowLiesAroundTheOwnersEventAndADuplicateDoesNotProlongIt() {
        candidates.dedupKey = "window";
        candidates.recipient = "wim";
        Instant owner = candidates.time.minus(Duration.ofHours(1));
        Map<String, Duration> distances =
                Map.of("wim-after", Duration.ofMinutes(10), "wim-before", Duration.ofMinutes(-10));
        candidates.time = owner;
        assertThat(reasons("wim-0")).containsOnly("immediate");
        candidates.time = owner.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(reasons("wim-1")).containsOnly("duplicate");
        candidates.time = owner.minus(Duration.ofMinutes(10)).plusMillis(1);
        assertThat(reasons("wim-2")).containsOnly("duplicate");

        distances.forEach((event, distance) -> {
            candidates.time = owner.plus(distance);
            assertThat(reasons(event)).as(event).containsOnly("immediate");
        });
    }

    private Candidate candidate(String event, String recipient, String yaml) {
        candidates.event = event;
        candidates.recipient = recipient;
        return candidates.of(yaml);
    }

    /// Decides about an event and returns the reasons of both channels.
    private List<String> reasons(String event) {
        candidates.event = event;
        Candidate candidate = candidates.of(TYPE);
        decide(candidate);
        return stored(candidate);
    }

    private void decide(Candidate... some) {
        decisions.decide(List.of(some), Duration.ZERO, Patience.NONE, new Outbound());
    }

    private List<String> stored(Candidate candidate) {
        String channels =
                database.queryForObject(
                        "select channels from processor.decision where identity = ?",
                        String.class,
                        (Object) candidate.identity().bytes());
        return EventJson.readObject(channels.getBytes(StandardCharsets.UTF_8)).values().stream()
                .map(outcome -> String.valueOf(((Map<?, ?>) outcome).get("reason")))
                .toList();
    }

    private long claimsOf(String recipient) {
        return database.queryForObject(
                """
                select count(*) from processor.dedup_claim c join processor.decision d on d.identity = c.owner
                where d.recipient = ?
                """,
                Long.class,
                recipient);
    }

    private Notification notification(Candidate candidate) {
        try (TopicProbe probe = TopicProbe.of(names.of(Topics.NOTIFICATIONS))) {
            ConsumerRecord<String, byte[]> record =
                    probe.await(1, one -> one.key().equals(candidate.recipient().toString()))
                            .getFirst();
            return EventJson.read(record.value(), Notification.class);
        }
    }

    private void prefers(String id, long version, Map<Channel, Switch> channels) {
        put(
                "preferences",
                id,
                version,
                new Preferences(
                        "default",
                        id,
                        version,
                        channels,
                        Map.of(),
                        Map.of(),
                        null,
                        null,
                        false,
                        Instant.EPOCH));
    }

    private void erased(String id) {
        put(
                "recipient",
                id,
                1,
                new Recipient(
                        "default",
                        id,
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        false,
                        true,
                        Instant.EPOCH));
    }

    private void put(String table, String id, long version, Object document) {
        database.update(
                "insert into processor."
                        + table
                        + " (tenant, recipient, version, document) values ('default', ?, ?, ?)"
                        + " on conflict (tenant, recipient) do update set version = excluded.version, document = excluded.document",
                id,
                version,
                new String(EventJson.write(document), StandardCharsets.UTF_8));
    }

    /// A clock that lets something else happen when it is first read.
    private static final class InBetween extends Clock {
        private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

        private final Runnable other;

        InBetween(Runnable other) {
            this.other = other;
        }

        @Override
        public Instant instant() {
            other.run();
            return LATER;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
