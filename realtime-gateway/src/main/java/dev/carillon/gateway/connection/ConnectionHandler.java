package dev.carillon.gateway.connection;

import dev.carillon.events.ReceivedCursor;
import dev.carillon.gateway.protocol.ClientMessageReader;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.protocol.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a client's frames and splits them into messages.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final int MAX_CLOSE_REASON = 1000;

    private final Connection connection;
    private final int maxMessage;
    private @Nullable ReceivedCursor cursor;
    private @Nullable ByteBuf fragments;

    ConnectionHandler(Connection connection, int maxMessage, @Nullable ReceivedCursor cursor) {
        this.connection = connection;
        this.maxMessage = maxMessage;
        this.cursor = cursor;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection.opened(cursor);
        cursor = null;
    }

    /// Every frame counts against the client's budget, empty ones too.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case TextWebSocketFrame text -> begin(context, text);
                case ContinuationWebSocketFrame more -> go(more);
                case PingWebSocketFrame ping -> {
                    if (connection.mayBeRead()) {
                        var _ =
                                context.writeAndFlush(
                                        WebSocketFrames.pong(context.alloc(), ping.content()),
                                        context.voidPromise());
                    }
                }
                case PongWebSocketFrame pong -> {
                    if (connection.mayBeRead()) {
                        connection.alive();
                    }
                }
                case CloseWebSocketFrame close -> connection.closedByClient(close.statusCode());
                default -> violation("frames must be text");
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame.isFinalFragment()) {
            read(ByteBufUtil.getBytes(frame.content()));
        } else if (connection.mayBeRead()) {
            drop();
            fragments = context.alloc().heapBuffer().writeBytes(frame.content());
        }
    }

    private void go(WebSocketFrame frame) {
        if (!frame.isFinalFragment() && !connection.mayBeRead()) {
            drop();
            return;
        }
        ByteBuf begun = fragments;
        if (begun == null) {
            violation("a continuation frame must follow an unfinished frame");
            return;
        }
        if (begun.readableBytes() + frame.content().readableBytes() > maxMessage) {
            drop();
            violation("a message must have at most " + maxMessage + " bytes");
            return;
        }
        begun.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            byte[] whole = ByteBufUtil.getBytes(begun);
            drop();
            read(whole);
        }
    }

    /// A frame may contain several messages, one on each line.
    private void read(byte[] text) {
        if (!isUtf8(text)) {
            violation("text must be UTF-8");
            return;
        }
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                boolean blank = i == from && from > 0;
                if (!blank && !connection.mayBeRead()) {
                    return;
                }
                if (!blank) {
                    connection.received(
                            ClientMessageReader.read(java.util.Arrays.copyOfRange(text, from, i)));
                }
                from = i + 1;
            }
        }
    }

    /// Checked here because Jackson would accept overlong encodings and surrogate halves.
    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        drop();
        connection.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException corrupted ->
                    violation(String.valueOf(corrupted.getMessage()));
            case IOException gone -> {
                var _ = context.close();
            }
            default -> {
                log.error("Closing a connection after an error", cause);
                connection.close(CloseCode.STATE_UNKNOWN, CloseCode.STATE_UNKNOWN.reason());
            }
        }
    }

    private void violation(String reason) {
        connection.close(
                CloseCode.PROTOCOL_ERROR,
                reason.length() > MAX_CLOSE_REASON ? CloseCode.PROTOCOL_ERROR.reason() : reason);
    }

    private void drop() {
        ByteBuf begun = fragments;
        fragments = null;
        if (begun != null) {
            begun.release();
        }
    }
}
