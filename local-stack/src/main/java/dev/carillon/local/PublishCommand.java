package dev.carillon.local;

import dev.carillon.events.Quoted;
import dev.carillon.events.Stages;
import dev.carillon.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;

/// `./carillon publish TYPE --data FILE`: sends one CloudEvent to the domain events of the running stack, waits briefly
/// for its timeline entries, and prints them.
final class PublishCommand {
    static final Set<String> OPTIONS = Set.of("data", "source", "subject", "id", "time", "tenant");

    /// The stages that end an event. Later stages, such as the delivery to the inbox, are shown by `why`.
    private static final Set<String> ENDS =
            Set.of(Stages.DECIDED, Stages.NO_MATCH, Stages.NO_RECIPIENT, Stages.FAILED);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private PublishCommand() {}

    static int run(RunningStack.Search search, Arguments arguments, InputStream in, Clock clock) {
        CloudEventToSend event = event(arguments, in, clock);
        RunningStack stack = search.find();
        String topic = RunningStack.TOPIC_PREFIX + Topics.DOMAIN_EVENTS;
        send(stack.kafka(), topic, event);
        PrintStream out = System.out;
        out.printf(
                "Published event %s (type %s, source %s) to %s.%n",
                Quoted.plain(event.id()), Quoted.plain(event.type()), event.source(), topic);
        show(outcome(new LocalApi(stack.api()), event), out);
        out.printf(
                "More: ./carillon why %s%s%n",
                shell(event.id()),
                arguments.options("directory").stream()
                        .map(one -> " --directory " + shell(one))
                        .findFirst()
                        .orElse(""));
        return 0;
    }

    static CloudEventToSend event(Arguments arguments, InputStream in, Clock clock) {
        String type = arguments.only("the event's type, such as com.example.order.shipped");
        String file =
                arguments
                        .option("data")
                        .orElseThrow(() ->
                                new UsageException(
                                        "Missing --data FILE: a file with the event's data as JSON, or - for standard input."));
        return new CloudEventToSend(
                type,
                arguments.option("source").orElse("/carillon/publish"),
                arguments.option("id").orElseGet(() -> UUID.randomUUID().toString()),
                arguments
                        .option("time")
                        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()),
                arguments.option("subject"),
                arguments.option("tenant"),
                data(file, in));
    }

    private static byte[] data(String file, InputStream in) {
        try {
            return file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException unreadable) {
            throw new UsageException(
                    "--data: cannot read the file %s.".formatted(file), unreadable);
        }
    }

    private static void send(String kafka, String topic, CloudEventToSend event) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka,
                        "acks", "all",
                        "max.block.ms", 15_000,
                        "delivery.timeout.ms", 20_000,
                        "request.timeout.ms", 10_000);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(event.record(topic)).get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof RecordTooLargeException) {
                throw new UsageException("--data is too large for one event.", failed);
            }
            throw new StackException(
                    "Kafka at %s did not accept the event: %s".formatted(kafka, cause.getMessage()),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted.", interrupted);
        }
    }

    /// Returns the timeline once two reads gave the same entries, so that an event for several recipients is
    /// shown completely.
    private static List<JsonNode> outcome(LocalApi api, CloudEventToSend event) {
        String token = api.token("carillon-cli", List.of("support"));
        String query = WhyCommand.ofEvent(event.id(), java.util.Optional.of(event.source()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<JsonNode> before = List.of();
        while (System.nanoTime() < deadline) {
            List<JsonNode> found =
                    WhyCommand.timeline(api, token, query).stream()
                            .filter(item -> ENDS.contains(item.path("stage").asString("")))
                            .toList();
            if (!found.isEmpty() && found.size() == before.size()) {
                return found;
            }
            before = found;
            LockSupport.parkNanos(POLL.toNanos());
        }
        return before;
    }

    private static void show(List<JsonNode> items, PrintStream out) {
        if (items.isEmpty()) {
            out.printf("No decision yet after %d s.%n", PATIENCE.toSeconds());
        }
        for (JsonNode item : items) {
            String stage = item.path("stage").asString("");
            String recipient = item.path("recipient").asString("");
            out.printf(
                    "  %s%s: %s%n",
                    stage,
                    recipient.isEmpty() ? "" : " for " + recipient,
                    Quoted.plain(item.path("text").asString(Stages.meaning(stage))));
        }
    }

    /// Quotes the text as one word for a shell.
    private static String shell(String text) {
        return text.matches("[A-Za-z0-9._:/@%+=-]+")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }
}
