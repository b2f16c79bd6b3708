package dev.carillon.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// The cost of pushing the same frames to the same number of sockets with nothing behind it: no log, no
/// decisions, no database.
final class BareNetty implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    Runtime.getRuntime().availableProcessors(), Loops.threads(), Loops.handlers());
    private final ConcurrentHashMap<String, Channel> sockets = new ConcurrentHashMap<>();
    private final Channel listening;

    BareNetty() {
        listening =
                new ServerBootstrap()
                        .group(loops)
                        .channel(Loops.server())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        channel.pipeline()
                                                .addLast(new HttpServerCodec())
                                                .addLast(new HttpObjectAggregator(1 << 16))
                                                .addLast(
                                                        new WebSocketServerProtocolHandler(
                                                                "/", "*", true))
                                                .addLast(new Registering());
                                    }
                                })
                        .bind(new InetSocketAddress("localhost", 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private final class Registering extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete complete) {
                sockets.put(complete.selectedSubprotocol(), context.channel());
            }
        }
    }

    /// Measures from due to frame, at a fixed rate.
    ///
    /// @param frame a message as the gateway sends it; `%s` is replaced by the number
    static Histogram measure(int sockets, int rate, int count, String frame) {
        Arrivals arrivals = new Arrivals(0, count);
        List<String> names = IntStream.range(0, sockets).mapToObj(i -> "s" + i).toList();
        try (BareNetty server = new BareNetty();
                Sockets _ =
                        new Sockets(
                                URI.create(
                                        "ws://localhost:"
                                                + ((InetSocketAddress)
                                                                server.listening.localAddress())
                                                        .getPort()
                                                + "/"),
                                names,
                                (socket, message, at) -> arrivals.take(message, at))) {
            while (server.sockets.size() < sockets) {
                Lab.pause(Duration.ofMillis(10));
            }
            OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
            loop.run(
                    count,
                    number ->
                            server.push(
                                    names.get(number % sockets),
                                    frame.replace("%s", arrivals.mark(number))));
            arrivals.awaitAll();
            return arrivals.since(loop, count / 4);
        }
    }

    private void push(String socket, String message) {
        Channel channel = sockets.get(socket);
        if (channel != null) {
            var _ = channel.writeAndFlush(new TextWebSocketFrame(message));
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
