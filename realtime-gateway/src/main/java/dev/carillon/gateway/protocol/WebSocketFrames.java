package dev.carillon.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// Encodes WebSocket frames (RFC 6455, server side: unmasked, unfragmented). Buffers are direct, so that writing one
/// buffer to many connections copies nothing.
public final class WebSocketFrames {
    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PONG = 0xA;
    private static final int MAX_HEADER = 10;
    private static final int MAX_CONTROL = 125;

    private WebSocketFrames() {}

    /// A text frame of one message.
    public static ByteBuf text(ByteBufAllocator allocator, byte[] json) {
        return header(allocator, TEXT, json.length).writeBytes(json);
    }

    /// A text frame of several messages, joined by newlines.
    ///
    /// @param joined the messages with newlines between them; released
    public static ByteBuf text(ByteBufAllocator allocator, ByteBuf joined) {
        try {
            return header(allocator, TEXT, joined.readableBytes()).writeBytes(joined);
        } finally {
            joined.release();
        }
    }

    /// A close frame. The reason is shortened to the size of a control frame.
    public static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        String words =
                reason.length() <= MAX_CONTROL - 2 ? reason : reason.substring(0, MAX_CONTROL - 2);
        ByteBuf frame = header(allocator, CLOSE, 2 + words.length()).writeShort(code);
        ByteBufUtil.writeAscii(frame, words);
        return frame;
    }

    /// The answer to a WebSocket ping frame, with its payload.
    public static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        return header(allocator, PONG, payload.readableBytes())
                .writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    /// The header of a text frame whose payload only partly goes into this buffer.
    static ByteBuf textHeader(ByteBufAllocator allocator, int here, int length) {
        return header(allocator.directBuffer(MAX_HEADER + here), TEXT, length);
    }

    private static ByteBuf header(ByteBufAllocator allocator, int opcode, int length) {
        return header(allocator.directBuffer(MAX_HEADER + length), opcode, length);
    }

    private static ByteBuf header(ByteBuf frame, int opcode, int length) {
        frame.writeByte(FIN | opcode);
        if (length <= MAX_CONTROL) {
            return frame.writeByte(length);
        }
        if (length <= 0xFFFF) {
            return frame.writeByte(126).writeShort(length);
        }
        return frame.writeByte(127).writeLong(length);
    }
}
