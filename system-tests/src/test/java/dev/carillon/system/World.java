package dev.carillon.system;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.local.Ports;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackEvents;
import dev.carillon.local.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// The stack of this JVM. It starts when first used and ends with the JVM.
final class World {
    private static final Path ROOT = Path.of(System.getProperty("carillon.root", ".."));
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private World() {}

    private static final class Started {
        private static final Map<Service, TlsProxy> TLS =
                Map.of(Service.API, TlsProxy.open(), Service.EMAIL, TlsProxy.open());
        private static final Stack STACK = start();
        private static final Callers CALLERS = new Callers(STACK);
        private static final Database DATABASE = new Database(STACK);

        private static Stack start() {
            try {
                Awaitility.setDefaultTimeout(java.time.Duration.ofSeconds(60));
                Awaitility.setDefaultPollInterval(java.time.Duration.ofMillis(100));
                Path directory = Files.createTempDirectory("carillon-system");
                StackSettings settings =
                        StackSettings.forTest(ROOT, directory)
                                .withProperty(Service.EMAIL, "carillon.email.quota.day", "100000")
                                .withProperty(
                                        Service.EMAIL,
                                        "carillon.email.quota.recipient-hour",
                                        "10000");
                Ports ports = settings.ports();
                settings =
                        settings.withProperty(
                                "carillon.web.allowed-origins",
                                "http://localhost:%d,http://127.0.0.1:%1$d,%s,%s"
                                        .formatted(
                                                ports.of(Service.API),
                                                TLS.get(Service.API).origin(),
                                                OtherOrigin.origin()));
                TLS.forEach((service, proxy) -> proxy.to(ports.of(service)));
                Stack stack = Stack.openFresh(settings, StackEvents.silent());
                Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-the-stack"));
                return stack.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stack stack() {
        return Started.STACK;
    }

    /// A proxy that terminates TLS in front of notification-api or email-service.
    static TlsProxy tls(Service service) {
        return Objects.requireNonNull(Started.TLS.get(service));
    }

    static Callers callers() {
        return Started.CALLERS;
    }

    static Database database() {
        return Started.DATABASE;
    }

    static BellClient bell(String recipient) {
        return new BellClient(stack(), callers(), recipient);
    }

    static Path root() {
        return ROOT;
    }

    /// Registers a person with an address, and waits until digest-scheduler has read it: a digest requested before that
    /// is not sent, because no address is known.
    static void register(String person) {
        callers().register(person);
        Awaitility.await()
                .until(() ->
                        database()
                                        .number(
                                                "select count(*) from digest.recipient where recipient = ? and has_address",
                                                person)
                                == 1);
    }

    /// A person that no other test uses.
    static String person(String name) {
        return name + "-" + PEOPLE.incrementAndGet();
    }
}
