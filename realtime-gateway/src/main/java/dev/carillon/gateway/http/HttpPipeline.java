package dev.carillon.gateway.http;

import dev.carillon.events.ErrorCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// The handlers of a connection until its upgrade.
final class HttpPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_BODY = 64 * 1024;
    private static final String DECODER = "http-decoder";
    private static final String ENCODER = "http-encoder";
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
                .addLast(DECODER, new RequestDecoder())
                .addLast(ENCODER, new HttpResponseEncoder())
                .addLast(BODY, new BoundedBody())
                .addLast(new FrontDoor(http));
    }

    /// Removes the handlers that a WebSocket does not need. The [FrontDoor] removes itself.
    static void removeHttp(ChannelPipeline pipeline) {
        pipeline.remove(BODY);
        pipeline.remove(ENCODER);
        pipeline.remove(DECODER);
    }

    /// Answers a body that is too large, and discards the rest of it. Closing at once would reset the connection before
    /// the client has read the answer.
    private static final class BoundedBody extends HttpObjectAggregator {
        private static final HttpAnswer TOO_LARGE =
                HttpAnswer.fault(
                        ErrorCode.TOO_LARGE, "a body must have at most " + MAX_BODY + " bytes");
        private static final HttpAnswer EXPECTATION_FAILED =
                HttpAnswer.fault(ErrorCode.BAD_REQUEST, "the header expect must be 100-continue");

        BoundedBody() {
            super(MAX_BODY);
        }

        @Override
        protected void handleOversizedMessage(
                ChannelHandlerContext context, HttpMessage oversized) {
            var _ = context.writeAndFlush(TOO_LARGE.response(false), context.voidPromise());
        }

        @Override
        protected @Nullable Object newContinueResponse(
                HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
            Object answer = super.newContinueResponse(start, maxContentLength, pipeline);
            if (answer instanceof FullHttpResponse refused
                    && refused.status().code() != HttpResponseStatus.CONTINUE.code()) {
                refused.release();
                return (refused.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)
                                ? TOO_LARGE
                                : EXPECTATION_FAILED)
                        .response(false);
            }
            return answer;
        }
    }
}
