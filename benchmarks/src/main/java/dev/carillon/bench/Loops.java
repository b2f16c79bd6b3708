package dev.carillon.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/// The kind of event loop: native epoll where available, as in the gateway.
final class Loops {
    /// The longest message that a client accepts, in bytes.
    static final int LARGEST = 1 << 20;

    private static final boolean EPOLL = Epoll.isAvailable();

    private Loops() {}

    static ThreadFactory threads() {
        return new DefaultThreadFactory("bench-loop", true);
    }

    static IoHandlerFactory handlers() {
        return EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /// A client bootstrap for HTTP.
    ///
    /// @param more adds handlers behind those for HTTP; they receive and send complete messages of at most one megabyte
    static Bootstrap http(EventLoopGroup loop, Consumer<ChannelPipeline> more) {
        return new Bootstrap()
                .group(loop)
                .channel(EPOLL ? EpollSocketChannel.class : NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                more.accept(
                                        channel.pipeline()
                                                .addLast(new HttpClientCodec())
                                                .addLast(new HttpObjectAggregator(LARGEST)));
                            }
                        });
    }

    static Class<? extends ServerChannel> server() {
        return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
