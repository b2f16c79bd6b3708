package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.chaos.proxy.ExactPoint;
import dev.carillon.chaos.proxy.Server;
import dev.carillon.chaos.proxy.Wires;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.events.EventJson;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackEvents;
import dev.carillon.local.StackSettings;
import dev.carillon.test.ResendFake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A stack whose first replica of each service uses proxies, with an email provider run by the test, and
/// with short leases.
final class ProxiedStack implements AutoCloseable {
    private static final String SOURCE = "https://points.example";

    private final ResendFake provider;
    private final Map<Service, Wires> wires;
    private final Stack stack;
    private final Callers callers;
    private final Database database;
    private final EventLog log;
    private final AtomicInteger events = new AtomicInteger();

    private ProxiedStack(ResendFake provider, Map<Service, Wires> wires, Stack stack) {
        this.provider = provider;
        this.wires = wires;
        this.stack = stack;
        this.callers = new Callers(stack);
        this.database = new Database(stack);
        this.log = new EventLog(stack);
    }

    static ProxiedStack start() throws IOException {
        ResendFake provider = new ResendFake();
        StackSettings settings =
                StackSettings.forTest(
                                Path.of(System.getProperty("carillon.root", "..")),
                                Files.createTempDirectory("carillon-points"))
                        .withTypes(Path.of("chaos/types"))
                        .withProperty(Service.DIGEST, "carillon.digest.lease", "3s")
                        .withProperty(Service.EMAIL, "carillon.email.provider", "resend")
                        .withProperty(Service.EMAIL, "carillon.email.from", "mail@points.example")
                        .withProperty(Service.EMAIL, "carillon.email.resend.api-key", "re_test");
        Map<Service, Wires> wires = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            Wires around = Wires.around(settings, service, 1, provider.url().getPort());
            wires.put(service, around);
            settings = around.lead(settings);
            if (service == Service.EMAIL) {
                settings =
                        settings.withProperty(
                                service,
                                "carillon.email.resend.base-url",
                                "http://127.0.0.1:" + around.to(Server.PROVIDER).port());
            }
        }
        Stack stack = Stack.openFresh(settings, StackEvents.silent());
        try {
            return new ProxiedStack(provider, wires, stack.start());
        } catch (RuntimeException failure) {
            stack.close();
            throw failure;
        }
    }

    /// Runs what leads a service to the point, and returns when its first replica was killed there.
    void killAt(Service service, ExactPoint point, Runnable deed) {
        Wires around = wires.get(service);
        try (Wires.Armed armed = around.killAt(point, stack)) {
            deed.run();
            await(service + " " + point).until(armed::isHit);
        }
        assertThat(stack.isAlive(around.process())).isFalse();
    }

    Stack stack() {
        return stack;
    }

    Callers callers() {
        return callers;
    }

    Database database() {
        return database;
    }

    ResendFake provider() {
        return provider;
    }

    /// Registers a person with an address and connects a client, alternately at two gateways.
    BellClient bell(String person) {
        callers.register(person);
        BellClient bell = new BellClient(stack, callers, person, Run.REPLICAS);
        await().until(bell::isConnected);
        return bell;
    }

    /// Publishes an event that notifies one person.
    void event(Book.Kind kind, String person) {
        int number = events.incrementAndGet();
        log.send(
                SOURCE,
                "point-" + number,
                "com.example.chaos." + kind.title(),
                Instant.now(),
                person,
                EventJson.write(Map.of("n", number, "to", List.of(person))),
                offset -> {});
        log.flush();
    }

    /// The number of records of a topic that are about a person.
    long records(String topic, String person) {
        return log.read(topic).stream()
                .filter(record ->
                        new String(record.value(), StandardCharsets.UTF_8)
                                .contains('"' + person + '"'))
                .count();
    }

    long count(String table, String person) {
        return database.number("select count(*) from " + table + " where recipient = ?", person);
    }

    /// Whether digest-scheduler has read the person's address; before that it sends no digest.
    boolean digestKnowsAddress(String person) {
        return database.number(
                        "select count(*) from digest.recipient where recipient = ? and has_address",
                        person)
                == 1;
    }

    /// The number of a person's frozen digests that are not marked as sent.
    long unsentRuns(String person) {
        return database.number(
                "select count(*) from digest.run where recipient = ? and sent_at is null", person);
    }

    /// The runs that took the person's items, one entry per item.
    List<String> takenBy(String person) {
        return database.all(
                "select run_id from digest.item where recipient = ? and state = 'taken'",
                row -> row.getString(1),
                person);
    }

    @Override
    public void close() {
        log.close();
        stack.close();
        wires.values().forEach(Wires::close);
        provider.close();
    }
}
