package dev.carillon.local.demo;

import dev.carillon.events.Headers;
import dev.carillon.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes webhooks as CloudEvents. Exit codes: 0 when every line was published, 1 when some lines could not be read,
/// 2 when the arguments or the stack do not allow a run.
public final class Demo {
    private static final String STORY = "/dev/carillon/local/demo/story.jsonl";

    private final Options options;
    private final PrintStream out;
    private final Clock clock;

    Demo(Options options, PrintStream out, Clock clock) {
        this.options = options;
        this.out = out;
        this.clock = clock;
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    /// Runs the command and returns its exit code.
    public static int run(List<String> arguments) throws InterruptedException {
        try {
            return new Demo(Options.parse(arguments), System.out, Clock.systemUTC()).play();
        } catch (IllegalArgumentException wrong) {
            System.err.println("demo: " + wrong.getMessage());
        } catch (ConnectException away) {
            System.err.println(
                    "demo: cannot connect to the stack. Start it with ./carillon start.");
        } catch (IOException | ExecutionException failed) {
            System.err.println("demo: " + failed.getMessage());
        }
        return 2;
    }

    int play() throws IOException, InterruptedException, ExecutionException {
        byte[] content = content();
        List<WebhookLine.Webhook> webhooks = new ArrayList<>();
        int unreadable = 0;
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            switch (WebhookLine.parse(number, line)) {
                case WebhookLine.Webhook webhook -> webhooks.add(webhook);
                case WebhookLine.Unreadable fault -> {
                    unreadable++;
                    out.println("line " + fault.number() + " " + fault.fault() + "; skipped");
                }
            }
        }
        Map<String, String> people = People.in(webhooks);
        if (options.recipients()) {
            register(people);
        }
        String sha256 = sha256(content);
        Series series =
                options.again()
                        ? Series.next(options.state(), sha256, clock.instant())
                        : Series.first(options.state(), sha256, clock.instant());
        publish(webhooks, series);
        out.println(
                "Published "
                        + webhooks.size()
                        + " events"
                        + (series.number() == 0 ? "" : " as series " + series.number())
                        + (unreadable == 0 ? "" : ", skipped " + unreadable + " lines")
                        + ".");
        if (options.recipients()) {
            lookAround(people, series);
        } else {
            out.println(
                    "Open " + options.api() + "/ and sign in as one of the people in the events.");
        }
        return unreadable == 0 ? 0 : 1;
    }

    private void register(Map<String, String> people)
            throws IOException, InterruptedException, ExecutionException {
        out.println("Registering " + people.size() + " people …");
        try (Registrations registrations = new Registrations(options)) {
            int added = registrations.register(people);
            out.println(
                    "Registered "
                            + added
                            + " new people. People in the events: "
                            + String.join(", ", people.keySet().stream().limit(12).toList())
                            + (people.size() > 12 ? ", …" : "")
                            + ".");
        }
    }

    /// Sends the story's newsletter, and suggests a person who has something in the bell, in the mailbox and
    /// in the digest.
    private void lookAround(Map<String, String> people, Series series)
            throws IOException, InterruptedException {
        try (LookAround look = new LookAround(options.api())) {
            if (options.file() == null && !people.isEmpty()) {
                look.sendNewsletter(people.keySet(), series);
                out.println("Sent a newsletter to all of them. It appears only in the digest.");
            }
            out.println("Waiting until everything has arrived …");
            out.println(
                    look.somebody(people.keySet())
                            .map(found -> found.words(options.api()))
                            .orElse(
                                    "Open "
                                            + options.api()
                                            + "/ and sign in as one of these people. Nobody has something in the bell, the mailbox and the digest yet."));
        }
    }

    private void publish(List<WebhookLine.Webhook> webhooks, Series series)
            throws InterruptedException, ExecutionException {
        String topic = options.prefix() + Topics.DOMAIN_EVENTS;
        long started = System.nanoTime();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        options.kafka(),
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "max.block.ms",
                        15_000);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (WebhookLine.Webhook webhook : webhooks) {
                pace(started, sent.size());
                sent.add(producer.send(record(topic, webhook, series)));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, WebhookLine.Webhook webhook, Series series) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, webhook.repository(), webhook.data());
        Map<String, String> headers =
                Map.of(
                        Headers.CE_SPECVERSION, "1.0",
                        Headers.CE_ID, series.id(webhook.delivery()),
                        Headers.CE_SOURCE, webhook.source(),
                        Headers.CE_TYPE, webhook.type(),
                        Headers.CE_TIME, series.time(webhook.number(), webhook.time()),
                        Headers.CONTENT_TYPE, Headers.JSON);
        headers.forEach((name, value) ->
                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private void pace(long started, int sent) {
        if (options.rate() == 0) {
            return;
        }
        long due = started + sent * Duration.ofSeconds(1).toNanos() / options.rate();
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private byte[] content() throws IOException {
        Path file = options.file();
        if (file != null) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IllegalArgumentException("cannot read the file " + file);
            }
            return Files.readAllBytes(file);
        }
        try (InputStream story = Demo.class.getResourceAsStream(STORY)) {
            if (story == null) {
                throw new IllegalStateException("the story is missing from this build");
            }
            return story.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }
}
