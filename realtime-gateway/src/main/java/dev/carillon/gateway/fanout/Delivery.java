package dev.carillon.gateway.fanout;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.gateway.protocol.ChangeMessages;
import dev.carillon.gateway.protocol.WebSocketFrames;
import dev.carillon.gateway.replay.RecentChange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One change for the connections of its recipient, with the frame that clients without a gap share. A client with a
/// gap gets a frame of its own.
public final class Delivery {
    private final RecentChange recent;
    private final InboxChange change;
    private final @Nullable ByteBuf sharedFrame;
    private final AtomicBoolean firstTaken = new AtomicBoolean();

    private Delivery(RecentChange recent, InboxChange change, @Nullable ByteBuf sharedFrame) {
        this.recent = recent;
        this.change = change;
        this.sharedFrame = sharedFrame;
    }

    /// Encodes the shared frame; [#release()] releases it.
    public static Delivery encoded(RecentChange recent, ByteBufAllocator allocator) {
        InboxChange change = recent.change();
        Long seq = change.seq();
        if (seq == null) {
            ChangeMessages.of(
                    change, null, null); // a malformed change must fail here, not on an event loop
            return new Delivery(recent, change, null);
        }
        String cursor =
                new Cursor(change.epoch(), seq, recent.partition(), recent.offset() + 1)
                        .encoded(recent.recipient());
        byte[] json = ChangeMessages.of(change, cursor, null).json();
        return new Delivery(recent, change, WebSocketFrames.text(allocator, json));
    }

    /// Without a shared frame: for one client that catches up.
    public static Delivery single(RecentChange recent) {
        return new Delivery(recent, recent.change(), null);
    }

    public RecentChange recent() {
        return recent;
    }

    public InboxChange change() {
        return change;
    }

    /// Another reference to the shared frame, for one write; null when each client needs its own frame.
    public @Nullable ByteBuf sharedFrame() {
        return sharedFrame == null ? null : sharedFrame.retainedDuplicate();
    }

    /// Returns true to the first caller only, on whichever loop.
    public boolean takeFirst() {
        return firstTaken.compareAndSet(false, true);
    }

    void release() {
        if (sharedFrame != null) {
            sharedFrame.release();
        }
    }
}
