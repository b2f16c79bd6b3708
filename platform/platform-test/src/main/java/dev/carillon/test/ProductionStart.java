package dev.carillon.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/// Starts a service in production mode in this JVM, and expects it to refuse. One server socket takes the place of
/// database, Kafka and Redis, and detects whether anything connects.
public final class ProductionStart {
    private ProductionStart() {}

    /// @param said the output of the start: the failure text, without a stack trace
    /// @param connected whether it connected to a database, Kafka or Redis
    public record Refused(String said, boolean connected) {}

    /// @param service the class with `@SpringBootApplication`
    /// @param properties in addition to the addresses of the servers
    /// @throws AssertionError when the service starts anyway
    public static Refused of(Class<?> service, Map<String, String> properties) {
        try (ServerSocket servers = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "localhost:" + servers.getLocalPort();
            List<String> arguments = new ArrayList<>();
            arguments.add("--carillon.port=0");
            arguments.add("--carillon.management-port=0");
            arguments.add("--carillon.logging.json=false");
            arguments.add("--carillon.kafka.bootstrap-servers=" + address);
            arguments.add("--carillon.redis.url=redis://" + address);
            arguments.add("--spring.datasource.url=jdbc:postgresql://" + address + "/carillon");
            arguments.add("--spring.datasource.username=carillon");
            properties.forEach((key, value) -> arguments.add("--" + key + "=" + value));
            String said = failing(service, arguments);
            return new Refused(said, isConnected(servers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String failing(Class<?> service, List<String> arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (var context = new SpringApplication(service).run(arguments.toArray(String[]::new))) {
            throw new AssertionError(service.getSimpleName() + " starts: " + context);
        } catch (RuntimeException refused) {
            return printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    private static boolean isConnected(ServerSocket servers) throws IOException {
        servers.setSoTimeout(1);
        try (var connection = servers.accept()) {
            return connection.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }
}
