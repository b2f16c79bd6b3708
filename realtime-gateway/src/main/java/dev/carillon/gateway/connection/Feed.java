package dev.carillon.gateway.connection;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.connection.Metrics.Start;
import dev.carillon.gateway.fanout.Delivery;
import dev.carillon.gateway.protocol.AnnouncementFrames;
import dev.carillon.gateway.protocol.ChangeMessages;
import dev.carillon.gateway.protocol.ServerMessage;
import dev.carillon.gateway.replay.RecentChange;
import dev.carillon.gateway.replay.Resumption;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one client receives of its recipient's inbox, and in what order: live changes from the log, and changes from
/// the recent window after the client was offline or too slow. Must be used on the channel's event loop.
final class Feed {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /// The state of the client's stream.
    private enum State {
        /// Waiting for the client's `resume`. Changes that arrive meanwhile are read from the window later.
        OPENING,
        LIVE,
        /// The client is too slow: nothing is written until it has read.
        LAGGING
    }

    private final Wire wire;
    private final RecipientKey recipient;
    private final LoopConnections loop;
    private final ConnectionContext context;
    private final Deadlines deadlines;
    private final Refs refs;
    private final Progress progress;
    private @Nullable String resumeTicket;
    private State state = State.OPENING;
    private long catchUpFrom;

    Feed(
            Wire wire,
            Admission admission,
            LoopConnections loop,
            ConnectionContext context,
            Deadlines deadlines,
            Refs refs) {
        this.wire = wire;
        this.recipient = admission.recipient();
        this.resumeTicket = admission.resumeTicket();
        this.loop = loop;
        this.context = context;
        this.deadlines = deadlines;
        this.refs = refs;
        this.progress = new Progress(context.window().partitionOf(recipient));
        this.catchUpFrom = loop.position(progress.partition());
    }

    boolean opening() {
        return state == State.OPENING;
    }

    boolean lagging() {
        return state == State.LAGGING;
    }

    /// Whether a message can be written now.
    boolean takesMessages() {
        return state == State.LIVE && wire.hasRoom();
    }

    /// The current cursor.
    String cursor() {
        return cursorAt(loop.position(progress.partition()));
    }

    private String cursorAt(long position) {
        return progress.cursor(position).encoded(recipient);
    }

    // ---- live

    /// Handles the recipient's next change.
    void deliver(Delivery delivery) {
        if (state != State.LIVE) {
            return;
        }
        if (wire.hasRoom()) {
            send(delivery);
            return;
        }
        RecentChange recent = delivery.recent();
        lag(
                recent.partition() == progress.partition()
                        ? recent.offset()
                        : loop.position(progress.partition()));
    }

    void announce(AnnouncementFrames announcement) {
        if (takesMessages()) {
            wire.write(announcement.head(cursor()));
            wire.write(announcement.rest());
            context.metrics().written();
        }
    }

    /// The log was replaced, or the recipient moved to another partition: earlier offsets are no longer valid.
    void forgetPosition() {
        progress.forgetPosition(context.window().partitionOf(recipient));
        catchUpFrom = -1;
    }

    /// Changes may have been lost, or the recipient has moved to another partition.
    void disrupted() {
        askDatabase();
    }

    private void askDatabase() {
        if (state == State.LIVE) {
            resync();
            wire.flush();
        } else {
            catchUpFrom = -1;
        }
    }

    private void send(Delivery delivery) {
        RecentChange recent = delivery.recent();
        InboxChange change = delivery.change();
        switch (progress.take(recent.partition(), recent.offset(), recent.head())) {
            case DROP -> {
                return;
            }
            case SHARED -> writeShared(delivery);
            case OWN -> writeOwn(change, cursorAfter(recent));
            case RESET -> {
                wire.write(new ServerMessage.Reset(cursorAfter(recent)));
                if (change.kind() != InboxChange.Kind.RESET) {
                    writeOwn(change, cursorAfter(recent));
                }
            }
        }
        wrote(delivery);
        watchGap();
    }

    private void writeShared(Delivery delivery) {
        ByteBuf shared = refs.has(delivery.change().actionId()) ? null : delivery.sharedFrame();
        if (shared == null) {
            writeOwn(delivery.change(), cursorAfter(delivery.recent()));
        } else {
            wire.write(shared);
        }
    }

    private void writeOwn(InboxChange change, String cursor) {
        wire.write(ChangeMessages.of(change, cursor, refs.take(change.actionId())));
    }

    private void wrote(Delivery delivery) {
        context.metrics().written();
        deadlines.idle = context.after(context.settings().timing().idle());
        InboxChange change = delivery.change();
        if (change.kind() == InboxChange.Kind.NOTIFICATION
                && change.row() != null
                && delivery.takeFirst()) {
            context.firstDeliveries().delivered(recipient, change.row());
        }
    }

    private String cursorAfter(RecentChange recent) {
        return cursorAt(
                recent.partition() == progress.partition()
                        ? recent.offset() + 1
                        : loop.position(progress.partition()));
    }

    private void watchGap() {
        if (!progress.gapOpen()) {
            deadlines.gap = TimerWheel.NEVER;
        } else if (progress.gapTooWide()) {
            resync();
        } else if (deadlines.gap == TimerWheel.NEVER) {
            deadlines.gap = context.after(context.settings().timing().gap());
        }
    }

    /// Tells a live client to call the changes endpoint, which is at least as recent as this gateway.
    void resync() {
        wire.write(new ServerMessage.Resync(cursor()));
        Resumption.Resync known = context.window().known(recipient);
        int partition = context.window().partitionOf(recipient);
        goOnFrom(partition, known.epoch(), known.seq(), loop.position(partition));
        context.metrics().resync();
    }

    private void goOnFrom(int partition, long epoch, long seq, long position) {
        progress.startLive(partition, epoch, seq, position);
        deadlines.gap = TimerWheel.NEVER;
    }

    // ---- replay

    /// Starts a client at its cursor. A cursor of an older version does not name its recipient and could be another
    /// person's: its client must load everything again.
    void resume(ReceivedCursor received) {
        begin();
        int partition = context.window().partitionOf(recipient);
        Cursor cursor = received.cursor();
        switch (resumption(received)) {
            case Resumption.Recovered recovered -> {
                progress.startAt(partition, cursor);
                hello(true, cursor.encoded(recipient));
                replay(recovered);
                context.metrics().started(Start.RECOVERED);
            }
            case Resumption.Resync resync -> {
                hello(false, cursor.encoded(recipient));
                wire.write(new ServerMessage.Resync(cursor.encoded(recipient)));
                goOnFrom(partition, resync.epoch(), resync.seq(), resync.position());
                context.metrics().started(Start.RESYNC);
            }
            case Resumption.Reset reset -> {
                goOnFrom(partition, reset.epoch(), reset.seq(), reset.position());
                hello(false, cursor());
                wire.write(new ServerMessage.Reset(cursor()));
                context.metrics().started(Start.RESET);
            }
        }
        wire.flush();
    }

    private Resumption resumption(ReceivedCursor received) {
        if (received.isUnmarked()) {
            Resumption.Resync known = context.window().known(recipient);
            return new Resumption.Reset(known.epoch(), known.seq(), known.position());
        }
        return context.window().resume(recipient, received.cursor());
    }

    /// The cursor arrived after the client had already started without one. Nothing is replayed: the client is live,
    /// and gets what it missed from the database.
    void resumeLate() {
        askDatabase();
    }

    /// Starts a client that sent no cursor.
    void startFresh() {
        begin();
        Resumption.Resync known = context.window().known(recipient);
        progress.startFresh(known.epoch(), known.seq());
        hello(false, cursorAt(catchUpFrom));
        context.metrics().started(Start.FRESH);
        catchUp();
        wire.flush();
    }

    private void begin() {
        deadlines.resume = TimerWheel.NEVER;
        state = State.LIVE;
    }

    private void hello(boolean recovered, String cursor) {
        wire.write(
                new ServerMessage.Hello(
                        cursor,
                        recovered,
                        context.settings().timing().ping().toMillis(),
                        resumeTicket));
        resumeTicket = null;
        deadlines.ping = context.nextPing();
    }

    private void replay(Resumption.Recovered recovered) {
        List<RecentChange> missed = recovered.missed();
        JoinedFrames joined = new JoinedFrames(wire.allocator(), wire::write);
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
                joined.add(
                        ChangeMessages.of(
                                        delivery.change(),
                                        cursor(),
                                        refs.take(delivery.change().actionId()))
                                .json());
                wrote(delivery);
            }
        }
        joined.finish();
        progress.replayed(recovered.position());
        watchGap();
    }

    private boolean hasRoom(JoinedFrames joined) {
        if (joined.waiting() < 64 * 1024 && wire.hasRoom()) {
            return true;
        }
        joined.finish();
        return wire.hasRoom();
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
                    recent.offset());
            return null;
        }
    }

    /// Writes the changes of the window from the point where writing to this client stopped.
    private void catchUp() {
        var since = context.window().since(recipient, catchUpFrom);
        if (since.isEmpty()) {
            keepsUp();
            resync();
            return;
        }
        for (RecentChange recent : since.get().changes()) {
            if (!wire.hasRoom()) {
                lag(recent.offset());
                return;
            }
            Delivery delivery = read(recent);
            if (delivery != null) {
                send(delivery);
            }
        }
        progress.replayed(since.get().position());
        keepsUp();
    }

    private void keepsUp() {
        state = State.LIVE;
        deadlines.slow = TimerWheel.NEVER;
    }

    private void lag(long from) {
        catchUpFrom = from;
        if (state != State.LAGGING) {
            context.metrics().lagging();
            deadlines.slow = context.after(context.settings().timing().slow());
        }
        state = State.LAGGING;
    }

    /// The client has read all or most of its pending bytes.
    void writable() {
        if (state == State.LAGGING && wire.hasRoom()) {
            catchUp();
            wire.flush();
        }
    }
}
