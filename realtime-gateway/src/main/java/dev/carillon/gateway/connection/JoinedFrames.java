package dev.carillon.gateway.connection;

import dev.carillon.gateway.protocol.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Joins messages with newlines into frames of bounded size.
final class JoinedFrames {
    private static final int MAX_BYTES = 16 * 1024;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> frames;
    private @Nullable ByteBuf joined;

    /// @param frames receives each finished frame, and owns it
    JoinedFrames(ByteBufAllocator allocator, Consumer<ByteBuf> frames) {
        this.allocator = allocator;
        this.frames = frames;
    }

    void add(byte[] json) {
        ByteBuf waiting = joined;
        if (waiting != null && waiting.readableBytes() + json.length > MAX_BYTES) {
            finish();
            waiting = null;
        }
        if (waiting == null) {
            joined = allocator.directBuffer(json.length + 256).writeBytes(json);
        } else {
            waiting.writeByte('\n').writeBytes(json);
        }
    }

    /// Bytes that wait for their frame.
    int waiting() {
        ByteBuf begun = joined;
        return begun == null ? 0 : begun.readableBytes();
    }

    void finish() {
        ByteBuf waiting = joined;
        joined = null;
        if (waiting != null) {
            frames.accept(WebSocketFrames.text(allocator, waiting));
        }
    }
}
