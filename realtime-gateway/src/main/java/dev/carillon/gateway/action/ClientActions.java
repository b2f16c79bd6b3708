package dev.carillon.gateway.action;

import dev.carillon.events.ClientAction;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.gateway.protocol.ClientMessage;
import dev.carillon.gateway.publish.Lane;
import java.time.Clock;
import java.time.Instant;

/// Publishes client actions to Kafka. Thread-safe; never blocks.
public final class ClientActions {
    private final Lane lane;
    private final Clock clock;
    private final String source;

    /// @param source the CloudEvents source of this service
    public ClientActions(Lane lane, Clock clock, String source) {
        this.lane = lane;
        this.clock = clock;
        this.source = source;
    }

    /// Accepts the action, or refuses it because too many are in flight.
    ///
    /// @param failed called when the action was probably not stored by the broker; must not block
    public boolean submit(RecipientKey recipient, ClientMessage.Act act, Runnable failed) {
        Instant now = clock.instant();
        return lane.offer(() -> outgoing(recipient, act, now), failed);
    }

    private OutgoingRecord outgoing(RecipientKey recipient, ClientMessage.Act act, Instant at) {
        return OutgoingRecord.of(
                Topics.CLIENT_ACTIONS,
                recipient.toString(),
                RecordTypes.CLIENT_ACTION,
                act.actionId().toString(),
                source,
                at,
                recipient.tenant(),
                null,
                new ClientAction(
                        recipient.tenant(),
                        recipient.recipient(),
                        act.actionId(),
                        act.action(),
                        act.id(),
                        act.upto(),
                        act.category(),
                        act.seq(),
                        at));
    }
}
