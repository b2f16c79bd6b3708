package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.nio.charset.StandardCharsets;

/// What stands in a channel's pipeline until its upgrade.
final class HttpPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int PATIENCE_SECONDS = 30;
    private static final String CODEC = "http-codec";
    private static final String TIMEOUT = "http-timeout";
    private static final String BODY = "http-body";

    private final HttpContext http;

    HttpPipeline(HttpContext http) {
        this.http = http;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!http.lobby().enter(channel)) {
            var _ = channel.close();
            return;
        }
        channel.pipeline()
                .addLast(TIMEOUT, new ReadTimeoutHandler(PATIENCE_SECONDS))
                .addLast(
                        CODEC,
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(MAX_LINE)
                                        .setMaxHeaderSize(MAX_HEADERS)
                                        .setInitialBufferSize(256)))
                .addLast(BODY, new BoundedBody())
                .addLast(new FrontDoor(http));
    }

    /// Takes out what a WebSocket does not need; its front door takes itself out.
    static void removeHttp(ChannelPipeline pipeline) {
        pipeline.remove(TIMEOUT);
        pipeline.remove(BODY);
        pipeline.remove(CODEC);
    }

    /// Answers a body that is too large, and reads the rest away rather than resetting the connection.
    private static final class BoundedBody extends HttpObjectAggregator {
        private static final byte[] PROBLEM =
                new String(
                                HttpAnswer.fault(
                                                ErrorCode.TOO_LARGE,
                                                "a body must have at most " + MAX_BODY + " bytes")
                                        .body(),
                                StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);

        BoundedBody() {
            super(MAX_BODY);
        }

        @Override
        protected void handleOversizedMessage(
                ChannelHandlerContext context, HttpMessage oversized) {
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            Unpooled.wrappedBuffer(PROBLEM));
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
            HttpUtil.setContentLength(response, PROBLEM.length);
            var _ = context.writeAndFlush(response, context.voidPromise());
        }
    }
}
