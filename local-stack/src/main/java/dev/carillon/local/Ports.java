package dev.carillon.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The ports of all processes, on the loopback interface. A service's management port is its port + 1000. A second
/// replica uses port + 100, a third port + 200.
///
/// @param services the public port of each service
/// @param kafka the port for clients
/// @param kafkaController the port of Kafka's controller, which clients never use
/// @param postgres the port of Postgres
/// @param redis the port of Redis
public record Ports(
        Map<Service, Integer> services, int kafka, int kafkaController, int postgres, int redis) {
    static final int MANAGEMENT_OFFSET = 1_000;
    private static final int REPLICA_OFFSET = 100;

    public Ports {
        services = Map.copyOf(services);
    }

    /// The default ports of a local stack.
    public static Ports defaults() {
        return from(8080, 19092, 15432, 16379);
    }

    /// Ports that were free a moment ago. They are outside the range from which operating systems take ports for
    /// outgoing connections.
    public static Ports free() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int base = 20_000 + 10 * ThreadLocalRandom.current().nextInt(800);
            Ports ports = from(base, base + 20, base + 30, base + 40);
            if (ports.taken().isEmpty()) {
                return ports;
            }
        }
        throw new StackException("There are no free ports between 20000 and 30000.");
    }

    private static Ports from(int firstService, int kafka, int postgres, int redis) {
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        int port = firstService;
        for (Service service : Service.values()) {
            services.put(service, port++);
        }
        return new Ports(services, kafka, kafka + 1, postgres, redis);
    }

    /// The ports of the three servers.
    public ServerPorts servers() {
        return new ServerPorts(kafka, postgres, redis);
    }

    /// The public port of a service's replica; replicas are counted from 1.
    public int of(Service service, int replica) {
        return services.getOrDefault(service, 0) + REPLICA_OFFSET * (replica - 1);
    }

    /// The public port of a service's first replica.
    public int of(Service service) {
        return of(service, 1);
    }

    /// The port for health and metrics of a service's replica.
    public int management(Service service, int replica) {
        return of(service, replica) + MANAGEMENT_OFFSET;
    }

    /// All ports by process name, in the order of starting.
    Map<String, Integer> byName() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("postgres", postgres);
        all.put("redis", redis);
        all.put("kafka", kafka);
        all.put("kafka-controller", kafkaController);
        for (Service service : Service.values()) {
            all.put(service.shortName(), of(service));
            all.put(service.shortName() + " management", management(service, 1));
        }
        return all;
    }

    /// The ports that are already in use, by the name of the process that needs them.
    Map<String, Integer> taken() {
        Map<String, Integer> taken = new LinkedHashMap<>(byName());
        taken.values().removeIf(Ports::isFree);
        return taken;
    }

    /// Binds both the loopback address and all addresses, because operating systems differ in whether one
    /// excludes the other.
    private static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
