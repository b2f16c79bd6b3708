package dev.carillon.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/// The handler of a refused WebSocket. It closes the channel when the client has answered the close frame, or after a
/// short time. Closing at once could reset the connection before the client has read the close code.
final class RefusedHandler extends ChannelInboundHandlerAdapter {
    private static final long PATIENCE_SECONDS = 2;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var _ =
                context.executor()
                        .schedule(
                                () -> {
                                    var _ = context.close();
                                },
                                PATIENCE_SECONDS,
                                TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean closed = message instanceof CloseWebSocketFrame;
        ReferenceCountUtil.release(message);
        if (closed) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
