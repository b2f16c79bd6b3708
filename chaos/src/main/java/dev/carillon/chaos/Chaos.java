package dev.carillon.chaos;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.events.EventJson;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// `./carillon chaos`: load, faults, and the comparison. Exits with 0 when all is as promised, 1 when not, 2 for a wrong option.
public final class Chaos {
    private static final Duration SETTLE = Duration.ofMinutes(4);
    private static final int SHOWN = 10;

    private final PrintStream out;
    private final Options options;
    private final Consumer<Settled> inspector;
    private final long begun = System.nanoTime();
    private final List<String> struck = new ArrayList<>();

    private Chaos(PrintStream out, Options options, Consumer<Settled> inspector) {
        this.out = out;
        this.options = options;
        this.inspector = inspector;
    }

    /// A run that has been compared, its stack still up.
    record Settled(Database database, Book book, List<BellClient> bells) {
        List<Finding> compare() {
            return new Reconcile(book, Found.in(database)).compare(bells);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (StackException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(System.out, options, settled -> {}) ? 0 : 1);
    }

    /// Whether nothing was lost, doubled, wrong or unexplained.
    ///
    /// @param inspector called after the comparison, before the stack ends
    static boolean run(PrintStream out, Options options, Consumer<Settled> inspector)
            throws IOException {
        return new Chaos(out, options, inspector).run();
    }

    private boolean run() throws IOException {
        out.printf(
                "chaos: %d s, %d events/s, seed %d%n",
                options.length().toSeconds(), options.rate(), options.seed());
        Path directory = Files.createTempDirectory("carillon-chaos");
        StackSettings settings =
                StackSettings.forTest(options.root(), directory)
                        .withTypes(Path.of("chaos/types"))
                        .withProperty(Service.EMAIL, "carillon.email.quota.day", "10000000")
                        .withProperty(
                                Service.EMAIL, "carillon.email.quota.recipient-hour", "10000000");
        try (Stack stack = Stack.openFresh(settings, StackEvents.silent())) {
            stack.start();
            for (Service service : Service.values()) {
                stack.start(service, Run.REPLICAS);
            }
            say("ten services are ready; logs are in " + directory.resolve("logs"));
            return run(stack);
        }
    }

    private boolean run(Stack stack) {
        Callers callers = new Callers(stack);
        People.register(callers, Instant.now().plus(options.length().dividedBy(2)));
        Book book = new Book();
        Database database = new Database(stack);
        List<BellClient> bells =
                People.listening().stream()
                        .map(person -> new BellClient(stack, callers, person, Run.REPLICAS))
                        .toList();
        try (EventLog log = new EventLog(stack)) {
            try (Load load = new Load(stack, callers, book, options.rate(), options.seed())) {
                strike(new Run(stack, callers, database, log, book, load, bells));
            }
            say(
                    "%d events, %d requests, %d rows clicked, %d malformed; now it settles"
                            .formatted(
                                    book.events().size(),
                                    book.requests().size(),
                                    book.clicks().size(),
                                    book.malformed().size()));
            Settled settled = new Settled(database, book, bells);
            boolean whole = tell(book, settle(callers, settled));
            inspector.accept(settled);
            return whole;
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
                String words = faults.get(random.nextInt(faults.size())).strike(run, random);
                struck.add(words);
                say(words);
            }
        }
    }

    /// Sends everybody's digest once all rows are there, and compares until nothing is missing any more or patience ends.
    private List<Finding> settle(Callers callers, Settled settled) {
        long end = System.nanoTime() + SETTLE.toNanos();
        boolean digestsSent = false;
        while (true) {
            List<Finding> findings = settled.compare();
            boolean late = System.nanoTime() > end;
            if (!digestsSent && (late || onlyDigestsWait(findings))) {
                People.all()
                        .forEach(person ->
                                callers.user(person)
                                        .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                                        .expectSuccess());
                digestsSent = true;
            } else if (findings.isEmpty() || late) {
                return findings;
            }
            Load.pause(Duration.ofSeconds(2).toNanos());
        }
    }

    private static boolean onlyDigestsWait(List<Finding> findings) {
        return findings.stream()
                .allMatch(finding ->
                        finding.what().equals("digest item")
                                && finding.subject().contains("pending"));
    }

    private boolean tell(Book book, List<Finding> findings) {
        Map<String, Long> table = new LinkedHashMap<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            table.put(
                    kind.title(),
                    findings.stream().filter(finding -> finding.kind() == kind).count());
        }
        out.println();
        table.forEach((kind, count) -> out.printf("  %-12s%8d%n", kind, count));
        Map<String, List<Finding>> byKind =
                findings.stream()
                        .collect(
                                Collectors.groupingBy(
                                        finding -> finding.kind().title() + " " + finding.what(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byKind.forEach((what, all) -> {
            out.printf("%n%s (%d)%n", what, all.size());
            all.stream().limit(SHOWN).forEach(one -> out.println("  " + one.subject()));
        });
        write(book, table, findings);
        return findings.isEmpty();
    }

    private void write(Book book, Map<String, Long> table, List<Finding> findings) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", options.seed());
        report.put("seconds", options.length().toSeconds());
        report.put("rate", options.rate());
        report.put("events", book.events().size());
        report.put("requests", book.requests().size());
        report.put("faults", struck);
        report.put("found", table);
        report.put("findings", findings);
        try {
            Files.createDirectories(options.report());
            Path file = options.report().resolve("chaos-" + options.seed() + ".json");
            Files.write(file, EventJson.write(report));
            out.printf("%n%d faults; the report is %s%n", struck.size(), file);
        } catch (IOException e) {
            out.println("the report cannot be written: " + e.getMessage());
        }
    }

    private void say(String words) {
        out.printf("%5d s  %s%n", Duration.ofNanos(System.nanoTime() - begun).toSeconds(), words);
    }
}
