package dev.carillon.chaos.proxy;

import dev.carillon.local.ServerPorts;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackSettings;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The proxies around one replica of a service: its whole traffic with the servers passes through them. Thread-safe.
public final class Wires implements AutoCloseable {
    private final Service service;
    private final int replica;
    private final Map<Server, TcpProxy> proxies = new EnumMap<>(Server.class);

    /// Set while the process is being killed; until it is dead nothing is passed on.
    private volatile @Nullable CompletableFuture<Void> severed;

    private Wires(Service service, int replica, Map<Server, TcpProxy> proxies) {
        this.service = service;
        this.replica = replica;
        this.proxies.putAll(proxies);
        proxies.values().forEach(proxy -> proxy.watch(this::holdsWhileKilled));
    }

    /// Proxies to the three servers of a stack.
    public static Wires around(StackSettings stack, Service service, int replica) {
        return new Wires(
                service,
                replica,
                Map.of(
                        Server.KAFKA, TcpProxy.ofKafka(stack.ports().kafka()),
                        Server.POSTGRES, TcpProxy.ofPostgres(stack.ports().postgres()),
                        Server.REDIS, TcpProxy.ofRedis(stack.ports().redis())));
    }

    /// The same, with an additional proxy to an email provider.
    public static Wires around(
            StackSettings stack, Service service, int replica, int providerPort) {
        Wires wires = around(stack, service, replica);
        TcpProxy provider = TcpProxy.ofHttp(providerPort);
        provider.watch(wires::holdsWhileKilled);
        wires.proxies.put(Server.PROVIDER, provider);
        return wires;
    }

    /// The settings of a stack whose replica uses these proxies.
    public StackSettings lead(StackSettings settings) {
        return settings.withServerPorts(
                service,
                replica,
                new ServerPorts(
                        to(Server.KAFKA).port(),
                        to(Server.POSTGRES).port(),
                        to(Server.REDIS).port()));
    }

    public Service service() {
        return service;
    }

    /// The name of the process.
    public String process() {
        return Stack.nameOf(service, replica);
    }

    /// The proxy to a server.
    public TcpProxy to(Server server) {
        TcpProxy proxy = proxies.get(server);
        if (proxy == null) {
            throw new IllegalArgumentException("there is no proxy to " + server);
        }
        return proxy;
    }

    /// Kills the process (`kill -9`) the first time it reaches the point from now on, before the bytes of that point
    /// are passed on.
    public Armed killAt(ExactPoint point, Stack stack) {
        Armed armed = new Armed(point.steps(), stack);
        armed.watchers.forEach((server, watcher) -> to(server).watch(watcher));
        return armed;
    }

    /// A point that is being waited for; closing it ends the waiting.
    public final class Armed implements AutoCloseable {
        private final List<ExactPoint.Step> steps;
        private final Stack stack;
        private final Map<Server, TcpProxy.Watcher> watchers = new EnumMap<>(Server.class);
        private final CompletableFuture<Void> hit = new CompletableFuture<>();
        private int passed;
        private boolean closed;

        private Armed(List<ExactPoint.Step> steps, Stack stack) {
            this.steps = steps;
            this.stack = stack;
            for (ExactPoint.Step step : steps) {
                watchers.put(
                        step.server(),
                        (direction, message) -> passes(step.server(), direction, message));
            }
        }

        /// Whether the point was reached and the process is dead.
        public boolean isHit() {
            return hit.isDone();
        }

        private boolean passes(Server server, Direction direction, Message message)
                throws IOException {
            if (!isLast(server, direction, message)) {
                return true;
            }
            try {
                kill(stack);
            } finally {
                hit.complete(null);
            }
            throw new IOException(process() + " was killed");
        }

        private synchronized boolean isLast(Server server, Direction direction, Message message) {
            if (closed || passed == steps.size()) {
                return false;
            }
            ExactPoint.Step next = steps.get(passed);
            if (next.server() != server
                    || next.direction() != direction
                    || !next.matches().test(message)) {
                return false;
            }
            passed++;
            return passed == steps.size();
        }

        /// Waits for a kill that is in progress.
        @Override
        public void close() {
            boolean comesTo;
            synchronized (this) {
                comesTo = passed == steps.size();
                closed = true;
            }
            if (comesTo) {
                hit.join();
            }
            watchers.forEach((server, watcher) -> to(server).unwatch(watcher));
        }
    }

    private void kill(Stack stack) {
        CompletableFuture<Void> killing = new CompletableFuture<>();
        severed = killing;
        try {
            stack.kill(process());
            proxies.values().forEach(TcpProxy::cut);
        } finally {
            severed = null;
            killing.complete(null);
        }
    }

    private boolean holdsWhileKilled(Direction direction, Message message) throws IOException {
        CompletableFuture<Void> killing = severed;
        if (killing != null) {
            killing.join();
            throw new IOException(process() + " was killed");
        }
        return true;
    }

    @Override
    public void close() {
        proxies.values().forEach(TcpProxy::close);
    }
}
