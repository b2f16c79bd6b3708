package dev.carillon.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends JSON by POST over a limited number of persistent connections, in one thread, so that the client costs little
/// compared with the server. A request waits for a free connection; no request is sent twice. Thread-safe.
final class Requests implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI url;
    private final int most;
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, Loops.threads(), Loops.handlers());
    private final EventLoop loop = group.next();
    private final Bootstrap bootstrap;

    // These fields are used by the event loop's thread only.
    private final Queue<Call> unsent = new ArrayDeque<>();
    private final Deque<Exchange> idle = new ArrayDeque<>();
    private int open;

    /// Receives the answer, in the sending thread; must return quickly.
    interface Told {
        void answered(Answer answer);

        /// No connection within ten seconds, no answer within half a minute, or the connection was closed before it.
        void failed(Throwable cause);
    }

    /// @param retryAfter the header `Retry-After`
    record Answer(int status, @Nullable String retryAfter, String body) {}

    private record Call(String bearer, String json, Told told) {}

    /// @param most the greatest number of connections
    Requests(URI url, int most) {
        this.url = url;
        this.most = most;
        this.bootstrap =
                Loops.http(loop, pipeline -> pipeline.addLast(new Exchange()))
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(CONNECTING.toMillis()));
    }

    /// Sends as soon as a connection is free, and does not wait for the answer.
    void post(String bearer, String json, Told told) {
        loop.execute(() -> {
            unsent.add(new Call(bearer, json, told));
            sendPending();
        });
    }

    private void sendPending() {
        while (!unsent.isEmpty() && (!idle.isEmpty() || open < most)) {
            Exchange free = idle.pollLast();
            if (free == null) {
                connect(unsent.remove());
            } else if (free.context().channel().isActive()) {
                free.send(unsent.remove());
            }
        }
    }

    private void connect(Call call) {
        open++;
        var connecting = bootstrap.connect(url.getHost(), url.getPort());
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                connecting.channel().pipeline().get(Exchange.class).send(call);
            } else {
                // Without a channel this callback may run outside the loop's thread.
                loop.execute(() -> {
                    open--;
                    call.told().failed(connected.cause());
                    sendPending();
                });
            }
        });
    }

    private FullHttpRequest request(Call call) {
        ByteBuf body = ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, call.json());
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, url.getRawPath(), body);
        request.headers()
                .set(HttpHeaderNames.HOST, url.getAuthority())
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + call.bearer())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return request;
    }

    /// A connection with one request at a time.
    private final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {
        private @Nullable ChannelHandlerContext context;
        private @Nullable Call call;
        private @Nullable Future<?> patience;
        private Throwable fault = new ClosedChannelException();

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        void send(Call next) {
            call = next;
            patience =
                    loop.schedule(
                            () -> exceptionCaught(context(), new TimeoutException()),
                            PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS);
            var _ = context().writeAndFlush(request(next));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext read, FullHttpResponse response) {
            Call answered = end();
            if (answered == null) {
                var _ = read.close();
                return;
            }
            answered.told()
                    .answered(
                            new Answer(
                                    response.status().code(),
                                    response.headers().get(HttpHeaderNames.RETRY_AFTER),
                                    response.content().toString(StandardCharsets.UTF_8)));
            if (HttpUtil.isKeepAlive(response)) {
                idle.add(this);
                sendPending();
            } else {
                var _ = read.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
            fault = cause;
            var _ = failed.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            open--;
            idle.remove(this);
            Call unanswered = end();
            if (unanswered != null) {
                unanswered.told().failed(fault);
            }
            sendPending();
        }

        private @Nullable Call end() {
            Call ended = call;
            call = null;
            if (patience != null) {
                patience.cancel(false);
            }
            return ended;
        }

        private ChannelHandlerContext context() {
            return Objects.requireNonNull(context);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
