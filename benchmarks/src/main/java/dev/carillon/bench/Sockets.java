package dev.carillon.bench;

import dev.carillon.drive.Callers;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Many connected sockets in one thread, so that the clients cost little compared with what is measured.
final class Sockets implements AutoCloseable {
    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, Loops.threads(), Loops.handlers());
    private final List<Channel> channels = new ArrayList<>();

    /// Receives a message; one frame may contain several messages.
    interface Receiver {
        /// @param socket index of the socket's recipient
        /// @param at `System.nanoTime()` at which the frame was complete
        void message(int socket, String message, long at);
    }

    /// Connects a socket to the gateway for each recipient, in order. When it returns, all of them are registered.
    static Sockets ofGateway(
            Stack stack, Callers callers, List<String> recipients, Receiver receiver) {
        URI url =
                URI.create(
                        stack.url(Service.GATEWAY).toString().replaceFirst("^http", "ws")
                                + "/api/v1/realtime/ws");
        CountDownLatch hellos = new CountDownLatch(recipients.size());
        Sockets sockets =
                new Sockets(
                        url,
                        recipients.stream()
                                .map(recipient ->
                                        "carillon.v1,bearer." + callers.token(recipient, "user"))
                                .toList(),
                        (socket, message, at) -> {
                            if (message.contains("\"type\":\"hello\"")) {
                                hellos.countDown();
                            } else {
                                receiver.message(socket, message, at);
                            }
                        });
        sockets.await(hellos);
        return sockets;
    }

    /// The same; notifications are recorded as arrivals.
    static Sockets listening(Lab lab, List<String> recipients, Arrivals arrivals) {
        return ofGateway(
                lab.stack(),
                lab.callers(),
                recipients,
                (socket, message, at) -> arrivals.take(message, at));
    }

    private void await(CountDownLatch hellos) {
        try {
            if (!hellos.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        hellos.getCount() + " sockets did not receive hello");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// @param subprotocols the subprotocols that each socket offers
    Sockets(URI url, List<String> subprotocols, Receiver receiver) {
        for (int from = 0; from < subprotocols.size(); from += AT_ONCE) {
            List<CompletableFuture<Channel>> opening = new ArrayList<>();
            for (int i = from; i < Math.min(subprotocols.size(), from + AT_ONCE); i++) {
                opening.add(open(url, subprotocols.get(i), i, receiver));
            }
            opening.forEach(each -> channels.add(each.join()));
        }
    }

    private CompletableFuture<Channel> open(
            URI url, String subprotocol, int index, Receiver receiver) {
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        WebSocketClientProtocolConfig config =
                WebSocketClientProtocolConfig.newBuilder()
                        .webSocketUri(url)
                        .subprotocol(subprotocol)
                        .maxFramePayloadLength(Loops.LARGEST)
                        .generateOriginHeader(false)
                        .build();
        Loops.http(
                        loop,
                        pipeline ->
                                pipeline.addLast(new WebSocketClientProtocolHandler(config))
                                        .addLast(new WebSocketFrameAggregator(Loops.LARGEST))
                                        .addLast(new Frames(index, receiver, opened)))
                .connect(url.getHost(), url.getPort())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        opened.completeExceptionally(connected.cause());
                    }
                });
        return opened;
    }

    private static final class Frames extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final int index;
        private final Receiver receiver;
        private final CompletableFuture<Channel> opened;

        Frames(int index, Receiver receiver, CompletableFuture<Channel> opened) {
            this.index = index;
            this.receiver = receiver;
            this.opened = opened;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            long at = System.nanoTime();
            for (String message :
                    frame.content().toString(StandardCharsets.UTF_8).split("\n", -1)) {
                if (message.contains("\"type\":\"ping\"")) {
                    var _ = context.writeAndFlush(new TextWebSocketFrame("{\"type\":\"pong\"}"));
                } else {
                    receiver.message(index, message, at);
                }
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event
                    == WebSocketClientProtocolHandler.ClientHandshakeStateEvent
                            .HANDSHAKE_COMPLETE) {
                opened.complete(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            opened.completeExceptionally(cause);
            var _ = context.close();
        }
    }

    /// Sends a message on one of the sockets.
    void send(int socket, String message) {
        var _ = channels.get(socket).writeAndFlush(new TextWebSocketFrame(message));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
