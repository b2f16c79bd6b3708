package dev.carillon.gateway.connection;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.fanout.Delivery;
import dev.carillon.gateway.protocol.AnnouncementFrames;
import dev.carillon.gateway.protocol.ClientMessage;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.protocol.ServerMessage;
import dev.carillon.gateway.protocol.WebSocketFrames;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One client's connection: its messages, deadlines and close. What the client receives is decided by its [Feed].
/// Everything but [#recipient()] and [#executor()] runs on the channel's event loop.
final class Connection extends TimerWheel.Timer {
    private static final long CLOSE_MILLIS = 2_000;
    private static final long LATE_MILLIS = 2_000;
    private static final int NO_ERROR = 1000;

    private final RecipientKey recipient;
    private final Wire wire;
    private final LoopConnections loop;
    private final ConnectionContext context;
    private final Deadlines deadlines = new Deadlines();
    private final Refs refs = new Refs();
    private final MessageBudget budget;
    private final Feed feed;

    /// The client has sent its first message.
    private boolean heard;

    /// Removed from every registry; further messages of the client are ignored.
    private boolean closing;

    /// The next connection of the same recipient on this loop.
    @Nullable Connection nextOfRecipient;

    Connection(
            Channel channel, Admission admission, LoopConnections loop, ConnectionContext context) {
        this.recipient = admission.recipient();
        this.wire = new Wire(channel);
        this.loop = loop;
        this.context = context;
        var limits = context.settings().connections();
        long now = context.time().millis();
        this.budget = new MessageBudget(limits.messagesPerSecond(), limits.messageBurst(), now);
        this.feed = new Feed(wire, admission, loop, context, deadlines, refs);
        long untilExpiry = admission.expiresAt().toEpochMilli() - context.clock().millis();
        deadlines.expires = now + Math.max(0, untilExpiry);
        deadlines.idle = context.after(context.settings().timing().idle());
        deadlines.resume = context.after(context.settings().timing().resume());
    }

    RecipientKey recipient() {
        return recipient;
    }

    EventExecutor executor() {
        return wire.executor();
    }

    /// The connection is registered and may resume from the query's cursor.
    void opened(@Nullable ReceivedCursor cursor) {
        if (cursor != null) {
            heard = true;
            feed.resume(cursor);
        }
        reschedule();
    }

    // ---- to the client

    /// Writes the recipient's next change if the client is ready for it. Returns whether a flush is needed.
    boolean deliver(Delivery delivery) {
        if (!closing) {
            feed.deliver(delivery);
            reschedule();
        }
        return wire.unflushed();
    }

    /// Writes an announcement if the client is ready for it. Returns whether a flush is needed.
    boolean announce(AnnouncementFrames announcement) {
        if (!closing) {
            feed.announce(announcement);
        }
        return wire.unflushed();
    }

    /// Known log positions are no longer valid; [#disrupted()] follows.
    void forgetPosition() {
        feed.forgetPosition();
    }

    /// Changes may have been lost, or the recipient has moved to another partition.
    void disrupted() {
        if (!closing) {
            feed.disrupted();
        }
    }

    /// The client has read all or most of its pending bytes.
    void writable() {
        if (!closing) {
            feed.writable();
            reschedule();
        }
    }

    void flush() {
        wire.flush();
    }

    // ---- from the client

    /// Counts a message against the client's budget, and returns whether it may be processed.
    boolean mayBeRead() {
        if (closing) {
            return false;
        }
        if (!budget.take(context.time().millis())) {
            close(CloseCode.PROTOCOL_ERROR, "too many messages");
            return false;
        }
        return true;
    }

    void received(ClientMessage message) {
        boolean first = !heard;
        if (!(message instanceof ClientMessage.Pong)) {
            deadlines.idle = context.after(context.settings().timing().idle());
            heard = true;
        }
        if (first
                && message instanceof ClientMessage.Resume(ReceivedCursor cursor)
                && !cursor.isOfAnother(recipient)) {
            if (feed.opening()) {
                feed.resume(cursor);
            } else {
                feed.resumeLate();
            }
        } else {
            if (feed.opening() && !(message instanceof ClientMessage.Unreadable)) {
                feed.startFresh();
            }
            understood(message);
        }
        reschedule();
    }

    private void understood(ClientMessage message) {
        switch (message) {
            case ClientMessage.Resume(ReceivedCursor cursor) when cursor.isOfAnother(recipient) ->
                    fail(
                            ErrorCode.INVALID_CURSOR,
                            "cursor belongs to another recipient",
                            null,
                            null);
            case ClientMessage.Resume _ ->
                    fail(
                            ErrorCode.RESUME_NOT_FIRST,
                            "resume must be the first message of a connection",
                            null,
                            null);
            case ClientMessage.Act act -> act(act);
            case ClientMessage.Ping ping ->
                    reply(new ServerMessage.Pong(feed.cursor(), ping.timestamp()));
            case ClientMessage.Pong pong -> alive();
            case ClientMessage.Refused refused ->
                    fail(refused.code(), refused.message(), refused.ref(), refused.actionId());
            case ClientMessage.Unreadable unreadable ->
                    close(CloseCode.PROTOCOL_ERROR, unreadable.reason());
        }
    }

    /// A pong arrived: the client is alive.
    void alive() {
        deadlines.pong = TimerWheel.NEVER;
    }

    private void act(ClientMessage.Act act) {
        refs.put(act.actionId(), act.ref());
        if (!context.actions().submit(recipient, act, () -> publishFailed(act))) {
            fail(
                    ErrorCode.OVERLOADED,
                    "too many actions are in progress; try again",
                    refs.take(act.actionId()),
                    act.actionId());
        }
    }

    /// The broker probably did not store the action. Called on the sending thread.
    private void publishFailed(ClientMessage.Act act) {
        if (executor().isShuttingDown()) {
            return;
        }
        executor()
                .execute(() -> {
                    if (!closing) {
                        fail(
                                ErrorCode.UNAVAILABLE,
                                "the action could not be stored; send it again",
                                refs.take(act.actionId()),
                                act.actionId());
                        wire.flush();
                    }
                });
    }

    private void fail(
            ErrorCode code, String message, @Nullable String ref, @Nullable UUID actionId) {
        reply(new ServerMessage.Failed(feed.cursor(), code.code(), message, ref, actionId));
    }

    /// Answers are not queued for a client that does not read.
    private void reply(ServerMessage message) {
        if (feed.takesMessages()) {
            wire.write(message);
        }
    }

    // ---- time

    void due(long now) {
        if (deadlines.closed <= now) {
            wire.cut();
            return;
        }
        if (deadlines.expires <= now) {
            close(CloseCode.TOKEN_EXPIRED);
        } else if (deadlines.slow <= now) {
            close(CloseCode.SLOW);
        } else if (deadlines.pong <= now) {
            missedPong(now);
        } else if (deadlines.idle <= now) {
            close(CloseCode.IDLE);
        } else {
            dueWhileOpen(now);
        }
        reschedule();
    }

    private void dueWhileOpen(long now) {
        if (deadlines.resume <= now) {
            feed.startFresh();
        }
        if (deadlines.gap <= now) {
            feed.resync();
        }
        if (deadlines.ping <= now) {
            ping();
        }
        wire.flush();
    }

    private void missedPong(long now) {
        boolean weWereLate = now - deadlines.pong > LATE_MILLIS;
        if (weWereLate || feed.lagging()) {
            // this process was paused, or the ping is not written yet: give the client more time
            deadlines.pong = now + LATE_MILLIS;
        } else {
            close(CloseCode.NO_PONG);
        }
    }

    private void ping() {
        if (feed.takesMessages()) {
            wire.write(new ServerMessage.Ping(feed.cursor()));
            deadlines.pong = context.after(context.settings().timing().pong());
        }
        deadlines.ping = context.nextPing();
    }

    /// A timer that fires too early is set again, so only a move to an earlier time has to be done now.
    private void reschedule() {
        long soonest = deadlines.soonest();
        if (soonest < dueAt()) {
            loop.wheel().schedule(this, soonest);
        }
    }

    // ---- the end

    private void close(CloseCode code) {
        close(code, code.reason());
    }

    /// Closes the connection.
    void close(CloseCode code, String reason) {
        close(code, reason, null);
    }

    /// Closes the connection and asks the client to reconnect after a delay.
    void close(CloseCode code, String reason, @Nullable Long delayMillis) {
        if (closing) {
            return;
        }
        if (!feed.lagging() && wire.hasRoom()) {
            wire.write(new ServerMessage.Bye(feed.cursor(), code.code(), reason, delayMillis));
        }
        leave();
        wire.write(WebSocketFrames.close(wire.allocator(), code.code(), reason));
        wire.flush();
        context.metrics().closed(code);
        deadlines.clearFor(context.time().millis() + CLOSE_MILLIS);
        loop.wheel().schedule(this, deadlines.closed);
    }

    /// The client sent a close frame: it is answered, unless it answers ours.
    void closedByClient(int code) {
        if (!closing) {
            leave();
            wire.write(
                    WebSocketFrames.close(wire.allocator(), code < NO_ERROR ? NO_ERROR : code, ""));
            wire.flush();
        }
        wire.cut();
    }

    /// The channel is closed.
    void gone() {
        leave();
        loop.gone(this);
    }

    private void leave() {
        if (!closing) {
            closing = true;
            loop.remove(this);
        }
    }
}
