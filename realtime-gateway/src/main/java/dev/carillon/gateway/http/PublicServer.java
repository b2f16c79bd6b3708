package dev.carillon.gateway.http;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.web.AllowedOrigins;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public port and its event loops: native epoll where available, else NIO.
public final class PublicServer {
    private static final Logger log = LoggerFactory.getLogger(PublicServer.class);
    private static final int RECEIVE_BYTES = 512;
    private static final int BACKLOG = 4096;

    private final GatewaySettings settings;
    private final Routes routes;
    private final Admissions admissions;
    private final Connections connections;
    private final TokenVerifier tokens;
    private final AllowedOrigins origins;
    private final MeterRegistry meterRegistry;
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable ExecutorService workers;
    private @Nullable Channel listening;

    public PublicServer(
            GatewaySettings settings,
            Routes routes,
            Admissions admissions,
            Connections connections,
            TokenVerifier tokens,
            AllowedOrigins origins,
            MeterRegistry meterRegistry) {
        this.settings = settings;
        this.routes = routes;
        this.admissions = admissions;
        this.connections = connections;
        this.tokens = tokens;
        this.origins = origins;
        this.meterRegistry = meterRegistry;
    }

    /// Creates the event loops and listens.
    ///
    /// @param address for example `127.0.0.1`; null for all
    /// @param port 0 for any free port
    /// @throws IllegalStateException when the port cannot be bound; the message names it
    public void start(@Nullable String address, int port) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        int count =
                settings.eventLoops() > 0
                        ? settings.eventLoops()
                        : Runtime.getRuntime().availableProcessors();
        var group =
                new MultiThreadIoEventLoopGroup(
                        count, new DefaultThreadFactory("gateway-loop", true), io);
        loops = group;
        List<EventLoop> each = new ArrayList<>();
        for (EventExecutor loop : group) {
            each.add((EventLoop) loop);
        }
        connections.start(each);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        workers = threads;
        HttpContext http =
                new HttpContext(
                        settings,
                        routes,
                        admissions,
                        connections,
                        tokens,
                        origins,
                        new Cors(origins),
                        new Refusals(meterRegistry),
                        new Lobby(
                                settings.connections().pending(),
                                settings.connections().roomOfAddress(),
                                meterRegistry),
                        threads);
        InetSocketAddress bound =
                address == null
                        ? new InetSocketAddress(port)
                        : new InetSocketAddress(address, port);
        var future = bootstrap(group, epoll, http).bind(bound).awaitUninterruptibly();
        if (!future.isSuccess()) {
            stop();
            throw new IllegalStateException(
                    "carillon.port %d cannot be bound: %s"
                            .formatted(port, String.valueOf(future.cause())),
                    future.cause());
        }
        listening = future.channel();
        log.info(
                "Clients connect on port {} ({}, {} event loops)",
                port(),
                epoll ? "epoll" : "NIO",
                count);
    }

    private ServerBootstrap bootstrap(
            MultiThreadIoEventLoopGroup group, boolean epoll, HttpContext http) {
        Class<? extends ServerChannel> channel =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        int high = (int) settings.connections().writeBuffer().toBytes();
        ServerBootstrap bootstrap = new ServerBootstrap();
        int sendBuffer = (int) settings.connections().sendBuffer().toBytes();
        if (sendBuffer > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, sendBuffer);
        }
        return bootstrap
                .group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(RECEIVE_BYTES))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(high / 2, high))
                .childHandler(new HttpPipeline(http));
    }

    /// The port on which it listens.
    public int port() {
        Channel channel = listening;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// Stops accepting connections.
    public void stopListening() {
        Channel channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    /// Stops the event loops and closes every connection that is left.
    public void stop() {
        stopListening();
        var group = loops;
        if (group != null) {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        ExecutorService threads = workers;
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
