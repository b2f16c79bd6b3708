package dev.carillon.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Announcement;
import dev.carillon.events.Cursor;
import dev.carillon.events.Level;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.SampleChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a connection ends and when it does not; what its client receives and what it does not.
class ConnectionTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final RecipientKey BOB = new RecipientKey("default", "bob");
    private static final RecipientKey ANN_OF_ACME = new RecipientKey("acme", "ann");
    private static final Duration TICK = Duration.ofMillis(50);

    private final GatewayWithoutSockets gateway = new GatewayWithoutSockets(13);

    @AfterEach
    void close() {
        gateway.close();
    }

    // ---- the token

    @Test
    void endsWithItsTokenAndNotBefore() {
        var client = gateway.connect(ANN, gateway.clock.instant().plusSeconds(10));

        gateway.pass(Duration.ofSeconds(10).minus(TICK));
        assertThat(client.isOpen()).isTrue();
        gateway.pass(TICK);

        assertThat(client.closeCode()).hasValue(4003);
    }

    @Test
    void anEndedConnectionGetsNothingAndActsNoMore() {
        var client = gateway.connect(ANN, gateway.clock.instant().plusSeconds(10));
        client.send(markRead());
        assertThat(gateway.actions).hasSize(1);
        gateway.pass(Duration.ofSeconds(10));

        client.send(markRead());
        gateway.publish(SampleChanges.arrived(ANN, 1, 1));

        assertThat(gateway.actions).hasSize(1);
        assertThat(client.seqs()).isEmpty();
        assertThat(gateway.connections.isConnected(ANN)).isFalse();
    }

    // ---- heartbeat

    @Test
    void pingsEvery25SecondsGiveOrTakeATenth() {
        var client = gateway.connect(ANN);
        gateway.pass(Duration.ofSeconds(1));
        assertThat(client.count("hello")).isEqualTo(1);

        gateway.pass(Duration.ofMillis(22_400));
        assertThat(client.count("ping")).isZero();
        gateway.pass(Duration.ofMillis(5_100));

        assertThat(client.count("ping")).isEqualTo(1);
    }

    @Test
    void aClientHas8SecondsToAnswerAPing() {
        var silent = pinged();
        gateway.pass(Duration.ofSeconds(8).minus(TICK));
        assertThat(silent.isOpen()).isTrue();

        gateway.pass(TICK);

        assertThat(silent.closeCode()).hasValue(4002);
    }

    @Test
    void aClientThatAnswersStays() {
        var client = pinged();
        gateway.pass(Duration.ofSeconds(8).minus(TICK));
        client.answerPings();

        gateway.pass(Duration.ofSeconds(5));

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aGatewayThatStoodStillGivesClientsAnotherTwoSeconds() {
        var client = pinged();
        gateway.pass(Duration.ofSeconds(8 + 2).plus(TICK));
        assertThat(client.isOpen()).isTrue();

        gateway.pass(Duration.ofSeconds(2));

        assertThat(client.closeCode()).hasValue(4002);
    }

    @Test
    void pongsAloneDoNotKeepAConnectionFor30Minutes() {
        var idle = gateway.connect(ANN);
        var busy = gateway.connect(BOB);
        gateway.passWithPongs(Duration.ofMinutes(29));
        busy.send("{\"type\":\"ping\"}");
        gateway.passWithPongs(Duration.ofMinutes(1).minus(TICK));
        assertThat(idle.isOpen()).isTrue();

        gateway.passWithPongs(TICK);

        assertThat(idle.closeCode()).hasValue(4005);
        assertThat(busy.isOpen()).isTrue();
        gateway.passWithPongs(Duration.ofMinutes(29));
        assertThat(busy.closeCode()).hasValue(4005);
    }

    // ---- slow clients

    @Test
    void aClientMayLag10Seconds() {
        var slow = fresh(ANN);
        slow.reads(false);
        gateway.publish(SampleChanges.arrived(ANN, 1, 1));
        gateway.pass(Duration.ofSeconds(10).minus(TICK));
        assertThat(slow.isOpen()).isTrue();

        gateway.pass(TICK);

        assertThat(slow.closeCode()).hasValue(4001);
    }

    @Test
    void aClientThatReadsAgainGetsWhatItMissedAndStays() {
        var slow = fresh(ANN);
        slow.reads(false);
        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(ANN, 1, 2));
        gateway.pass(Duration.ofSeconds(9));
        assertThat(slow.seqs()).isEmpty();

        slow.reads(true);
        gateway.publish(SampleChanges.arrived(ANN, 1, 3));
        gateway.pass(Duration.ofSeconds(5));

        assertThat(slow.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(slow.isOpen()).isTrue();
    }

    // ---- gaps

    @Test
    void aGapThatStaysOpenHalfASecondIsAResyncAndNotBefore() {
        var client = fresh(ANN);
        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(ANN, 1, 3));

        gateway.pass(Duration.ofMillis(450));
        assertThat(client.count("resync")).isZero();
        gateway.pass(TICK);

        assertThat(client.count("resync")).isEqualTo(1);
    }

    @Test
    void aGapThatClosesInTimeIsNoResync() {
        var client = fresh(ANN);
        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(ANN, 1, 3));
        gateway.pass(Duration.ofMillis(450));

        gateway.publish(SampleChanges.arrived(ANN, 1, 2));
        gateway.pass(Duration.ofSeconds(1));

        assertThat(client.count("resync")).isZero();
        assertThat(cursorOf(client.messages("notification").getLast()).seq()).isEqualTo(3);
    }

    @Test
    void aClientHasOneSecondForItsCursor() {
        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(ANN, 1, 2));
        var inTime = gateway.connect(ANN);
        var without = gateway.connect(ANN);
        gateway.pass(Duration.ofSeconds(1).minus(TICK));
        assertThat(without.count("hello")).isZero();

        inTime.send(
                "{\"type\":\"resume\",\"cursor\":\"%s\"}"
                        .formatted(new Cursor(1, 1, -1, -1).encoded(ANN)));
        gateway.pass(TICK);

        assertThat(inTime.messages("hello").getFirst()).containsEntry("recovered", true);
        assertThat(inTime.seqs()).containsExactly(2L);
        assertThat(without.messages("hello").getFirst()).containsEntry("recovered", false);
    }

    // ---- whose connection it is

    @Test
    void clientsGetChangesOfTheirOwnRecipientOnly() {
        var ann = fresh(ANN);
        var bob = fresh(BOB);
        var annOfAcme = fresh(ANN_OF_ACME);

        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(BOB, 1, 8));

        assertThat(ann.seqs()).containsExactly(1L);
        assertThat(bob.seqs()).containsExactly(8L);
        assertThat(annOfAcme.seqs()).isEmpty();
    }

    @Test
    void announcementsStayWithinTheirTenant() {
        var ann = fresh(ANN);
        var annOfAcme = fresh(ANN_OF_ACME);

        gateway.announce(
                new Announcement(
                        UUID.randomUUID(),
                        "acme",
                        "Maintenance",
                        null,
                        null,
                        Level.INFO,
                        gateway.clock.instant()));

        assertThat(annOfAcme.count("announcement")).isEqualTo(1);
        assertThat(ann.count("announcement")).isZero();
    }

    @Test
    void anActionIsForTheConnectionsOwnRecipient() {
        fresh(ANN_OF_ACME).send(markRead());

        assertThat(gateway.actions)
                .singleElement()
                .satisfies(action -> assertThat(action.key()).isEqualTo("acme/ann"));
    }

    @Test
    void anotherPersonsCursorResumesNothing() {
        gateway.publish(SampleChanges.arrived(ANN, 1, 1), SampleChanges.arrived(ANN, 1, 2));
        var ann = gateway.connect(ANN);

        ann.send(
                "{\"type\":\"resume\",\"cursor\":\"%s\"}"
                        .formatted(new Cursor(1, 1, -1, -1).encoded(ANN_OF_ACME)));

        assertThat(ann.messages("error").getFirst()).containsEntry("code", "invalid_cursor");
        assertThat(ann.messages("hello").getFirst()).containsEntry("recovered", false);
        assertThat(ann.seqs()).isEmpty();
    }

    @Test
    void theEleventhConnectionOfARecipientEvictsTheOldest() {
        var other = fresh(ANN_OF_ACME);
        List<GatewayWithoutSockets.Client> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(gateway.connect(ANN));
        }
        assertThat(ten).allMatch(GatewayWithoutSockets.Client::isOpen);

        var eleventh = gateway.connect(ANN);

        assertThat(ten.getFirst().closeCode()).hasValue(4502);
        assertThat(ten.subList(1, 10)).allMatch(GatewayWithoutSockets.Client::isOpen);
        assertThat(eleventh.isOpen()).isTrue();
        assertThat(other.isOpen()).isTrue();
        assertThat(gateway.connections.countOf(ANN)).isEqualTo(10);
    }

    @Test
    void revokingEndsTheConnectionsOfThatRecipientOnly() {
        var first = fresh(ANN);
        var second = fresh(ANN);
        var bob = fresh(BOB);
        var annOfAcme = fresh(ANN_OF_ACME);

        gateway.connections.revoke(ANN);
        gateway.run();

        assertThat(first.closeCode()).hasValue(4503);
        assertThat(second.closeCode()).hasValue(4503);
        assertThat(bob.isOpen()).isTrue();
        assertThat(annOfAcme.isOpen()).isTrue();
    }

    /// A client that got `hello`.
    private GatewayWithoutSockets.Client fresh(RecipientKey recipient) {
        var client = gateway.connect(recipient);
        client.send("{\"type\":\"pong\"}");
        assertThat(client.count("hello")).isEqualTo(1);
        return client;
    }

    /// A client that was pinged just now.
    private GatewayWithoutSockets.Client pinged() {
        var client = fresh(ANN);
        while (client.count("ping") == 0) {
            gateway.pass(TICK);
        }
        return client;
    }

    private static String markRead() {
        return "{\"type\":\"mark_read\",\"action_id\":\"%s\",\"id\":\"%s\",\"seq\":1}"
                .formatted(UUID.randomUUID(), SampleChanges.id(1));
    }

    private static Cursor cursorOf(java.util.Map<String, Object> message) {
        return dev.carillon.events.ReceivedCursor.parse((String) message.get("cursor")).cursor();
    }
}
