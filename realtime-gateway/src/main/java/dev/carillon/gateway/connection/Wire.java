package dev.carillon.gateway.connection;

import dev.carillon.gateway.protocol.ServerMessage;
import dev.carillon.gateway.protocol.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;

/// The write side of a channel: many writes, one flush.
final class Wire {
    private final Channel channel;
    private boolean unflushed;

    Wire(Channel channel) {
        this.channel = channel;
    }

    EventExecutor executor() {
        return channel.eventLoop();
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /// Whether the client reads as fast as it is written to. Pending bytes must have been flushed.
    boolean hasRoom() {
        if (!channel.isWritable()) {
            flush();
        }
        return channel.isWritable();
    }

    void write(ServerMessage message) {
        write(WebSocketFrames.text(channel.alloc(), message.json()));
    }

    /// Writes the frame and takes its ownership.
    void write(ByteBuf frame) {
        var _ = channel.write(frame, channel.voidPromise());
        unflushed = true;
    }

    boolean unflushed() {
        return unflushed;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /// Closes the channel and drops what was not written yet.
    void cut() {
        var _ = channel.close();
    }
}
