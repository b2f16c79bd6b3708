package dev.carillon.chaos;

import dev.carillon.chaos.proxy.Wires;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.MailSink;
import dev.carillon.drive.RedisServer;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackEvents;
import dev.carillon.local.StackException;
import dev.carillon.local.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// `./carillon chaos`: runs load and faults, then compares. Exit codes: 0 when every promise held, 1 when one did not,
/// 2 for a wrong option or a stack that does not start.
public final class Chaos {
    private static final Duration SETTLE = Duration.ofMinutes(4);

    private final PrintStream out;
    private final Options options;
    private final Consumer<Settled> inspector;
    private Instant begun = Instant.now();
    private final List<Struck> struck = new ArrayList<>();

    private Chaos(PrintStream out, Options options, Consumer<Settled> inspector) {
        this.out = out;
        this.options = options;
        this.inspector = inspector;
    }

    public static void main(String[] arguments) throws IOException {
        int code;
        try {
            code = run(System.out, Options.of(arguments), settled -> {}) ? 0 : 1;
        } catch (StackException wrong) {
            System.err.println(wrong.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    /// Returns whether nothing was lost, duplicated, wrong or unexplained.
    ///
    /// @param inspector called after the comparison, while the stack still runs
    static boolean run(PrintStream out, Options options, Consumer<Settled> inspector)
            throws IOException {
        return new Chaos(out, options, inspector).run();
    }

    private boolean run() throws IOException {
        out.printf(
                "chaos: %d s, %d events/s, seed %d%n",
                options.length().toSeconds(), options.rate(), options.seed());
        Path directory = Files.createTempDirectory("carillon-chaos");
        List<Wires> wires = new ArrayList<>();
        try (MailSink sink = new MailSink();
                Stack stack =
                        Stack.openFresh(
                                wired(settings(directory, sink), wires), StackEvents.silent())) {
            if (options.from() == null) {
                stack.start();
            } else {
                stack.startFrom(options.from());
            }
            for (Service service : Service.values()) {
                stack.start(service, Run.REPLICAS);
            }
            say("ten service processes are ready; logs are in " + directory.resolve("logs"));
            return run(stack, sink, wires);
        } finally {
            wires.forEach(Wires::close);
        }
    }

    /// Puts proxies around each replica of each service.
    private static StackSettings wired(StackSettings settings, List<Wires> wires) {
        StackSettings wired = settings;
        for (Service service : Service.values()) {
            for (int replica = 1; replica <= Run.REPLICAS; replica++) {
                Wires around = Wires.around(settings, service, replica);
                wires.add(around);
                wired = around.lead(wired);
            }
        }
        return wired;
    }

    /// Raises the quotas so that they refuse nothing. Lets the gateway forget after about ten seconds, and buffer
    /// little for a slow client.
    private StackSettings settings(Path directory, MailSink sink) {
        int windowKilobytes = 400 + 16 * options.rate();
        StackSettings settings =
                StackSettings.forTest(options.root(), directory)
                        .withTypes(Path.of("chaos/types"))
                        .withProperty(Service.EMAIL, "carillon.email.quota.day", "10000000")
                        .withProperty(
                                Service.EMAIL, "carillon.email.quota.recipient-hour", "10000000")
                        .withProperty(
                                Service.GATEWAY,
                                "carillon.gateway.window.bytes",
                                windowKilobytes + "KB")
                        .withProperty(
                                Service.GATEWAY,
                                "carillon.gateway.connections.write-buffer",
                                "16KB")
                        .withProperty(
                                Service.GATEWAY, "carillon.gateway.connections.send-buffer", "16KB")
                        .withProperty(Service.GATEWAY, "carillon.gateway.timing.slow", "3s");
        return options.provider() == Options.Provider.MAILBOX
                ? settings
                : settings.withProperty(Service.EMAIL, "carillon.email.provider", "smtp")
                        .withProperty(Service.EMAIL, "carillon.email.smtp.host", "localhost")
                        .withProperty(
                                Service.EMAIL,
                                "carillon.email.smtp.port",
                                String.valueOf(sink.port()))
                        .withProperty(Service.EMAIL, "carillon.email.smtp.start-tls", "false")
                        .withProperty(Service.EMAIL, "carillon.email.smtp.rate-per-second", "1000");
    }

    private boolean run(Stack stack, MailSink sink, List<Wires> wires) {
        Callers callers = new Callers(stack);
        People.register(callers, Instant.now().plus(options.length().dividedBy(2)));
        Book book = new Book();
        Database database = new Database(stack);
        List<BellClient> bells =
                People.listening().stream()
                        .map(person -> new BellClient(stack, callers, person, Run.REPLICAS))
                        .toList();
        try (EventLog log = new EventLog(stack)) {
            begun = Instant.now(); // Second 0 of the run, in the output and in the report.
            try (Load load = new Load(stack, callers, database, book, bells, options)) {
                strike(
                        new Run(
                                stack,
                                callers,
                                database,
                                log,
                                sink,
                                book,
                                load,
                                bells,
                                wires,
                                new Rollout(stack, options.root(), options.from())));
            }
            say(
                    "%d events, %d requests, %d marks, %d malformed; waiting until all are processed"
                            .formatted(
                                    book.events().size(),
                                    book.requests().size(),
                                    book.acts().size(),
                                    book.malformed().size()));
            Settled settled =
                    new Settled(
                            stack,
                            callers,
                            database,
                            new RedisServer(stack),
                            sink,
                            options.provider(),
                            book,
                            bells);
            Findings findings =
                    new Settling(
                                    settled,
                                    callers,
                                    SETTLE.plus(options.length().multipliedBy(2)),
                                    this::say)
                            .await();
            new Report(options, begun, struck, settled, findings).tell(out);
            inspector.accept(settled);
            return findings.all().isEmpty();
        } finally {
            bells.forEach(BellClient::close);
        }
    }

    private void strike(Run run) {
        Random random = new Random(options.seed());
        List<Fault> faults = List.copyOf(options.faults());
        long end = System.nanoTime() + options.length().toNanos();
        while (System.nanoTime() < end) {
            Load.pause(Duration.ofSeconds(2 + random.nextInt(6)).toNanos());
            if (!faults.isEmpty()) {
                Fault fault = faults.get(random.nextInt(faults.size()));
                Instant from = Instant.now();
                String words = fault.strike(run, random);
                struck.add(new Struck(fault.title(), words, from, Instant.now()));
                say(words);
            }
        }
    }

    private void say(String words) {
        out.printf("%5d s  %s%n", Duration.between(begun, Instant.now()).toSeconds(), words);
    }
}
