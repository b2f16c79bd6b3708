package dev.carillon.gateway.connection;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.connection.Metrics.Start;
import dev.carillon.gateway.fanout.Delivery;
import dev.carillon.gateway.protocol.AnnouncementFrames;
import dev.carillon.gateway.protocol.ChangeMessages;
import dev.carillon.gateway.protocol.ClientMessage;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.protocol.ServerMessage;
import dev.carillon.gateway.protocol.WebSocketFrames;
import dev.carillon.gateway.replay.RecentChange;
import dev.carillon.gateway.replay.Resumption;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: what it is told, in what order, and when it ends. Everything here runs on its channel's event loop,
/// but for [#recipient()], [#executor()] and the sending away by [Connections].
final class Connection extends TimerWheel.Timer {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSE_MILLIS = 2_000;
    private static final long LATE_MILLIS = 2_000;
    private static final int REMEMBERED_REFS = 64;

    /// Where a connection is in its life.
    private enum State {
        /// Waits for the client's `resume`; what comes meanwhile is found in the window.
        OPENING,
        LIVE,
        /// Not written to, until it reads again.
        LAGGING,
        /// Gone from every registry; what the client still sends is dropped.
        CLOSING
    }

    private final Channel channel;
    private final RecipientKey recipient;
    private final LoopConnections loop;
    private final ConnectionContext context;
    private final Deadlines deadlines = new Deadlines();
    private final Progress progress;
    private final MessageBudget budget;
    private @Nullable String resumeTicket;
    private @Nullable Map<UUID, String> refs;
    private State state = State.OPENING;
    private long catchUpFrom;
    private boolean unflushed;

    /// The next of the same recipient on this loop.
    @Nullable Connection nextOfRecipient;

    Connection(
            Channel channel, Admission admission, LoopConnections loop, ConnectionContext context) {
        this.channel = channel;
        this.recipient = admission.recipient();
        this.resumeTicket = admission.resumeTicket();
        this.loop = loop;
        this.context = context;
        this.progress = new Progress(context.window().partitionOf(recipient));
        long now = context.time().millis();
        var limits = context.settings().connections();
        this.budget = new MessageBudget(limits.messagesPerSecond(), limits.messageBurst(), now);
        this.catchUpFrom = loop.position(progress.partition());
        long untilExpiry = admission.expiresAt().toEpochMilli() - context.clock().millis();
        deadlines.expires = now + Math.max(0, untilExpiry);
        deadlines.idle = now + context.settings().timing().idle().toMillis();
        deadlines.resume = now + context.settings().timing().resume().toMillis();
    }

    RecipientKey recipient() {
        return recipient;
    }

    EventExecutor executor() {
        return channel.eventLoop();
    }

    /// The connection is registered: it may go on from the query's cursor.
    void opened(@Nullable Cursor cursor) {
        if (cursor != null) {
            resume(cursor);
        }
        reschedule();
    }

    // ---- from the log

    /// Takes the next change of its recipient, and says whether anything is to be flushed.
    boolean deliver(Delivery delivery) {
        if (state != State.LIVE) {
            return false;
        }
        if (!channel.isWritable()) {
            flush();
        }
        if (!channel.isWritable()) {
            RecentChange recent = delivery.recent();
            lag(
                    recent.partition() == progress.partition()
                            ? recent.offset()
                            : loop.position(progress.partition()));
            return false;
        }
        send(delivery);
        return unflushed;
    }

    boolean announce(AnnouncementFrames announcement) {
        if (state != State.LIVE || !channel.isWritable()) {
            return false;
        }
        write(announcement.head(cursor()));
        write(announcement.rest());
        context.metrics().written();
        return true;
    }

    /// Changes may have been lost, or the recipient's partition is another now.
    void disrupted() {
        if (state == State.LAGGING) {
            catchUpFrom = -1;
        } else if (state == State.LIVE) {
            resync();
            flush();
        }
    }

    private void send(Delivery delivery) {
        RecentChange recent = delivery.recent();
        Progress.Take take = progress.take(recent.partition(), recent.offset(), recent.head());
        InboxChange change = delivery.change();
        switch (take) {
            case DROP -> {
                return;
            }
            case SHARED -> writeShared(delivery);
            case OWN -> writeOwn(change, cursorAfter(recent));
            case RESET -> {
                writeMessage(new ServerMessage.Reset(cursorAfter(recent)));
                if (change.kind() != InboxChange.Kind.RESET) {
                    writeOwn(change, cursorAfter(recent));
                }
            }
        }
        wrote(delivery);
        watchGap();
    }

    private void wrote(Delivery delivery) {
        context.metrics().written();
        deadlines.idle = context.time().millis() + context.settings().timing().idle().toMillis();
        InboxChange change = delivery.change();
        if (change.kind() == InboxChange.Kind.NOTIFICATION
                && change.row() != null
                && delivery.takeFirst()) {
            context.firstDeliveries().delivered(recipient, change.row());
        }
    }

    private void writeShared(Delivery delivery) {
        UUID actionId = delivery.change().actionId();
        ByteBuf shared =
                actionId != null && refs != null && refs.containsKey(actionId)
                        ? null
                        : delivery.sharedFrame();
        if (shared == null) {
            writeOwn(delivery.change(), cursorAfter(delivery.recent()));
        } else {
            write(shared);
        }
    }

    private void writeOwn(InboxChange change, @Nullable String cursor) {
        UUID actionId = change.actionId();
        String ref = actionId == null || refs == null ? null : refs.remove(actionId);
        writeMessage(ChangeMessages.of(change, cursor, ref));
    }

    private @Nullable String cursorAfter(RecentChange recent) {
        return progress.cursor(
                recent.partition() == progress.partition()
                        ? recent.offset() + 1
                        : loop.position(progress.partition()));
    }

    private @Nullable String cursor() {
        return progress.cursor(loop.position(progress.partition()));
    }

    private void watchGap() {
        if (!progress.gapOpen()) {
            deadlines.gap = TimerWheel.NEVER;
        } else if (progress.gapTooWide()) {
            resync();
        } else if (deadlines.gap == TimerWheel.NEVER) {
            deadlines.gap = context.time().millis() + context.settings().timing().gap().toMillis();
            reschedule();
        }
    }

    private void resync() {
        writeMessage(new ServerMessage.Resync(cursor()));
        Resumption.Resync known = context.window().known(recipient);
        startLive(known.epoch(), known.seq(), loop.position(progress.partition()));
        context.metrics().resync();
    }

    private void startLive(long epoch, long seq, long position) {
        progress.startLive(context.window().partitionOf(recipient), epoch, seq, position);
        deadlines.gap = TimerWheel.NEVER;
    }

    // ---- replay

    private void resume(Cursor cursor) {
        deadlines.resume = TimerWheel.NEVER;
        state = State.LIVE;
        switch (context.window().resume(recipient, cursor)) {
            case Resumption.Recovered recovered -> {
                progress.startAt(cursor);
                hello(true, cursor.encoded());
                replay(recovered);
                context.metrics().started(Start.RECOVERED);
            }
            case Resumption.Resync resync -> {
                hello(false, cursor.encoded());
                writeMessage(new ServerMessage.Resync(cursor.encoded()));
                startLive(resync.epoch(), resync.seq(), resync.position());
                context.metrics().started(Start.RESYNC);
            }
            case Resumption.Reset reset -> {
                startLive(reset.epoch(), reset.seq(), reset.position());
                hello(false, cursor());
                writeMessage(new ServerMessage.Reset(cursor()));
                context.metrics().started(Start.RESET);
            }
        }
        flush();
    }

    private void replay(Resumption.Recovered recovered) {
        List<RecentChange> missed = recovered.missed();
        JoinedFrames joined = new JoinedFrames(channel.alloc(), this::write);
        for (int i = 0; i < missed.size(); i++) {
            if (!hasRoom(joined)) {
                lag(smallestOffset(missed.subList(i, missed.size())));
                return;
            }
            RecentChange recent = missed.get(i);
            Delivery delivery = read(recent);
            if (delivery != null
                    && progress.takeReplayed(recent.offset(), recent.head())
                            != Progress.Take.DROP) {
                if (i == missed.size() - 1) {
                    progress.replayed(recovered.position());
                }
                joined.add(ChangeMessages.of(delivery.change(), cursor(), null).json());
                wrote(delivery);
            }
        }
        joined.finish();
        progress.replayed(recovered.position());
        watchGap();
    }

    private boolean hasRoom(JoinedFrames joined) {
        if (channel.isWritable()) {
            return true;
        }
        joined.finish();
        flush();
        return channel.isWritable();
    }

    private static long smallestOffset(List<RecentChange> changes) {
        return changes.stream().mapToLong(RecentChange::offset).min().orElse(-1);
    }

    private static @Nullable Delivery read(RecentChange recent) {
        try {
            return Delivery.single(recent);
        } catch (RuntimeException e) {
            log.error(
                    "The change at partition {}, offset {} of inbox-changes is malformed",
                    recent.partition(),
                    recent.offset(),
                    e);
            return null;
        }
    }

    /// Starts a client that brought no cursor.
    private void startFresh() {
        deadlines.resume = TimerWheel.NEVER;
        Resumption.Resync known = context.window().known(recipient);
        state = State.LIVE;
        hello(
                false,
                known.epoch() < 0
                        ? null
                        : new Cursor(
                                        known.epoch(),
                                        Math.max(0, known.seq()),
                                        progress.partition(),
                                        -1)
                                .encoded());
        context.metrics().started(Start.FRESH);
        catchUp();
        flush();
    }

    /// Writes what the window has from where this client stopped being written to.
    private void catchUp() {
        var since = context.window().since(recipient, catchUpFrom);
        if (since.isEmpty()) {
            state = State.LIVE;
            deadlines.slow = TimerWheel.NEVER;
            resync();
            return;
        }
        for (RecentChange recent : since.get().changes()) {
            if (!channel.isWritable()) {
                flush();
            }
            if (!channel.isWritable()) {
                lag(recent.offset());
                return;
            }
            Delivery delivery = read(recent);
            if (delivery != null) {
                send(delivery);
            }
        }
        progress.replayed(since.get().position());
        state = State.LIVE;
        deadlines.slow = TimerWheel.NEVER;
    }

    private void lag(long from) {
        catchUpFrom = from;
        if (state != State.LAGGING || deadlines.slow == TimerWheel.NEVER) {
            context.metrics().lagging();
            deadlines.slow =
                    context.time().millis() + context.settings().timing().slow().toMillis();
        }
        state = State.LAGGING;
        reschedule();
    }

    /// The client has read what waited for it, or enough of it.
    void writable() {
        if (state == State.LAGGING && channel.isWritable()) {
            catchUp();
            flush();
            reschedule();
        }
    }

    // ---- from the client

    /// Counts a message against the client's budget, and says whether it may be read.
    boolean mayBeRead() {
        if (state == State.CLOSING) {
            return false;
        }
        if (!budget.take(context.time().millis())) {
            close(CloseCode.PROTOCOL_ERROR, "too many messages");
            return false;
        }
        return true;
    }

    void received(ClientMessage message) {
        if (!(message instanceof ClientMessage.Pong)) {
            deadlines.idle =
                    context.time().millis() + context.settings().timing().idle().toMillis();
        }
        boolean first = state == State.OPENING;
        if (first && message instanceof ClientMessage.Resume(Cursor cursor)) {
            resume(cursor);
            reschedule();
            return;
        }
        if (first && !(message instanceof ClientMessage.Unreadable)) {
            startFresh();
            reschedule();
        }
        switch (message) {
            case ClientMessage.Resume resume ->
                    fail(
                            "resume_not_first",
                            "resume must be a connection's first message",
                            null,
                            null);
            case ClientMessage.Act act -> act(act);
            case ClientMessage.Ping ping ->
                    reply(new ServerMessage.Pong(cursor(), ping.timestamp()));
            case ClientMessage.Pong pong -> alive();
            case ClientMessage.Refused refused ->
                    fail(refused.code(), refused.message(), refused.ref(), refused.actionId());
            case ClientMessage.Unreadable unreadable ->
                    close(CloseCode.PROTOCOL_ERROR, unreadable.reason());
        }
    }

    /// The client is there.
    void alive() {
        deadlines.pong = TimerWheel.NEVER;
    }

    private void act(ClientMessage.Act act) {
        if (!context.actions().submit(recipient, act)) {
            fail("overloaded", "too much is under way; try again", act.ref(), act.actionId());
            return;
        }
        String ref = act.ref();
        if (ref != null) {
            if (refs == null) {
                refs = new RecentRefs();
            }
            refs.put(act.actionId(), ref);
        }
    }

    private void fail(String code, String message, @Nullable String ref, @Nullable UUID actionId) {
        reply(new ServerMessage.Failed(cursor(), code, message, ref, actionId));
    }

    /// Answers are not kept for a client that does not read.
    private void reply(ServerMessage message) {
        if (state == State.LIVE && channel.isWritable()) {
            writeMessage(message);
        }
    }

    // ---- time

    void due(long now) {
        if (deadlines.closed <= now) {
            cut();
            return;
        }
        if (deadlines.expires <= now) {
            close(CloseCode.TOKEN_EXPIRED, CloseCode.TOKEN_EXPIRED.reason());
        } else if (deadlines.slow <= now) {
            close(CloseCode.SLOW, CloseCode.SLOW.reason());
        } else if (deadlines.pong <= now) {
            missedPong(now);
        } else if (deadlines.idle <= now) {
            close(CloseCode.IDLE, CloseCode.IDLE.reason());
        } else {
            dueWhileOpen(now);
        }
        reschedule();
    }

    private void dueWhileOpen(long now) {
        if (deadlines.resume <= now) {
            startFresh();
        }
        if (deadlines.gap <= now) {
            resync();
        }
        if (deadlines.ping <= now) {
            ping(now);
        }
        flush();
    }

    private void missedPong(long now) {
        boolean weWereLate = now - deadlines.pong > LATE_MILLIS;
        if (weWereLate || state == State.LAGGING) {
            // this process stood still, or the ping still waits to be written: one more chance
            deadlines.pong = now + LATE_MILLIS;
        } else {
            close(CloseCode.NO_PONG, CloseCode.NO_PONG.reason());
        }
    }

    private void ping(long now) {
        if (state == State.LIVE && channel.isWritable()) {
            writeMessage(new ServerMessage.Ping(cursor()));
            deadlines.pong = now + context.settings().timing().pong().toMillis();
        }
        deadlines.ping = now + jitteredPing();
    }

    private long jitteredPing() {
        long interval = context.settings().timing().ping().toMillis();
        return Math.round(interval * (0.9 + 0.2 * context.random().nextDouble()));
    }

    private void reschedule() {
        long soonest = deadlines.soonest();
        if (soonest < dueAt()) {
            loop.wheel().schedule(this, soonest);
        }
    }

    // ---- the end

    /// Sends the client away.
    void close(CloseCode code, String reason) {
        close(code, reason, null);
    }

    /// Sends the client away, to return after a delay.
    void close(CloseCode code, String reason, @Nullable Long delayMillis) {
        if (state == State.CLOSING) {
            return;
        }
        if (state != State.LAGGING && channel.isWritable()) {
            writeMessage(new ServerMessage.Bye(cursor(), code.code(), reason, delayMillis));
        }
        leave();
        write(WebSocketFrames.close(channel.alloc(), code.code(), reason));
        flush();
        context.metrics().closed(code);
        deadlines.clearFor(context.time().millis() + CLOSE_MILLIS);
        loop.wheel().schedule(this, deadlines.closed);
    }

    /// The client closes: answered in kind, unless it answers us.
    void closedByClient(int code) {
        if (state != State.CLOSING) {
            leave();
            write(WebSocketFrames.close(channel.alloc(), code, ""));
            flush();
        }
        cut();
    }

    private void cut() {
        var _ = channel.close();
    }

    /// The channel is gone.
    void gone() {
        leave();
        loop.gone(this);
    }

    private void leave() {
        if (state != State.CLOSING) {
            state = State.CLOSING;
            loop.remove(this);
        }
    }

    // ---- writing

    private void hello(boolean recovered, @Nullable String cursor) {
        writeMessage(
                new ServerMessage.Hello(
                        cursor,
                        recovered,
                        context.settings().timing().ping().toMillis(),
                        resumeTicket));
        resumeTicket = null;
        deadlines.ping = context.time().millis() + jitteredPing();
    }

    private void writeMessage(ServerMessage message) {
        write(WebSocketFrames.text(channel.alloc(), message.json()));
    }

    private void write(ByteBuf frame) {
        var _ = channel.write(frame, channel.voidPromise());
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /// The newest refs, by the action they go with.
    private static final class RecentRefs extends LinkedHashMap<UUID, String> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > REMEMBERED_REFS;
        }
    }
}
